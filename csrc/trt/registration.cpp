#include "registration.h"

#include <cstring>
#include <map>
#include <memory>
#include <mutex>

#include "creator_v2.h"
#include "creators.h"
#include "library.h"
#include "log.h"

namespace trtp::trt {

namespace {

using nvinfer1::ILogger;
using nvinfer1::IPluginCreator;

bool deregister(nvinfer1::IPluginRegistry& registry, IPluginCreator const& creator,
                Library const& tensorrt) {
#ifdef TRTP_OWN_ABI
  if (abi::has_registry_85(tensorrt.version())) {
    return reinterpret_cast<abi::IPluginRegistry85&>(registry).deregisterCreator(creator);
  }
#else
  static_cast<void>(tensorrt);
#endif
  return registry.deregisterCreator(creator);
}

// The creators of one namespace.
class Set {
 public:
  explicit Set(std::string const& ns) {
    // The registry goes by the namespace that a creator states, not by the one it is registered in.
    for (auto const& c : creators_) c->setPluginNamespace(ns.c_str());
  }

  void deregister_all() noexcept {
    for (auto* creator : registered_) {
      guarded(false, [&] { return deregister(library().registry(), *creator, library()); });
    }
    registered_.clear();
  }

  std::vector<std::unique_ptr<CreatorV2>> const& creators() const { return creators_; }
  void note_registered(CreatorV2* c) { registered_.push_back(c); }

 private:
  std::vector<std::unique_ptr<CreatorV2>> creators_ = make_creators();
  std::vector<CreatorV2*> registered_;
};

struct State {
  std::mutex mutex;
  std::map<std::string, Set> sets;
};

State& state() {
  static auto* const s = new State;  // never destroyed: TensorRT holds the creators to the end
  return *s;
}

// What the registry holds under the creator's name, version and namespace. Not by getPluginCreator,
// which logs an error where there is none.
IPluginCreator* holder(nvinfer1::IPluginRegistry& registry, IPluginCreator& wanted) {
  auto const same = [](char const* a, char const* b) {
    return std::strcmp(a ? a : "", b ? b : "") == 0;
  };
  int32_t count = 0;
  auto* const* list = registry.getPluginCreatorList(&count);
  for (int32_t i = 0; i < count; ++i) {
    auto& c = *list[i];
    if (same(c.getPluginName(), wanted.getPluginName()) &&
        same(c.getPluginVersion(), wanted.getPluginVersion()) &&
        same(c.getPluginNamespace(), wanted.getPluginNamespace())) {
      return &c;
    }
  }
  return nullptr;
}

std::string clash(CreatorV2& ours, IPluginCreator& theirs, OpInfo const& info) {
  auto const library = library_of(theirs);
  auto const what = text("'", ours.getPluginName(), "' version '", ours.getPluginVersion(), "'");
  auto const holder = library.empty() ? "the application" : library;
  auto const is_trtplugins = [](std::string const& file) {
    return file.find("libtrtplugins") != std::string::npos;
  };
  if (is_trtplugins(library) &&
      is_trtplugins(file_of(reinterpret_cast<void const*>(&register_operators)))) {
    return text(what, " is registered by another copy of trtplugins, ", library,
                ": load one of them");
  }
  if (ours.getPluginName() == info.alias) return text(what, " is registered by ", holder);
  return text(what, " is registered by ", holder, "; ours goes by the name '", info.alias, "'");
}

}  // namespace

Registration register_operators(std::string const& ns) {
  auto& registry = library().registry();
  auto& s = state();
  std::lock_guard<std::mutex> const lock(s.mutex);
  auto& set = s.sets.try_emplace(ns, ns).first->second;
  Registration out;
  for (auto const& creator : set.creators()) {
    auto const name = std::string(creator->getPluginName());
    auto* present = holder(registry, *creator);
    bool ours = present == creator.get();
    if (!present) {
      ours = registry.registerCreator(*creator, ns.c_str());
      if (ours) set.note_registered(creator.get());
    }
    if (ours) {
      out.registered.push_back(name);
    } else {
      present = holder(registry, *creator);
      auto const problem =
          present ? clash(*creator, *present, *find_operator(name))
                  : text("TensorRT's registry refused '", name, "' in namespace '", ns, "'");
      log(ILogger::Severity::kWARNING, problem);
      out.problems.push_back(problem);
    }
  }
  return out;
}

void deregister_operators(std::string const& ns) noexcept {
  guarded(0, [&] {
    auto& s = state();
    std::lock_guard<std::mutex> const lock(s.mutex);
    auto const set = s.sets.find(ns);
    if (set != s.sets.end()) set->second.deregister_all();
    return 0;
  });
}

}  // namespace trtp::trt

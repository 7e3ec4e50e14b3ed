#include "registration.h"

#include <algorithm>
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

bool deregister(nvinfer1::IPluginRegistry& registry, IPluginCreator const& creator, Library const& tensorrt) {
#ifdef TRTP_OWN_ABI
  if (!tensorrt.at_least(8600)) {
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
  // Runs when the library is unloaded or the process ends too; TensorRT's registry is still there then: it was made
  // before these objects were, so it goes after them.
  ~Set() { deregister_all(); }

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
  library().registry();
  static State s;
  return s;
}

std::string clash(CreatorV2& ours, IPluginCreator& theirs, OpInfo const& info) {
  auto const library = library_of(theirs);
  auto const what = text("'", ours.getPluginName(), "' version '", ours.getPluginVersion(), "'");
  if (library.find("libtrtplugins") != std::string::npos) {
    return text(what, " is registered by another copy of trtplugins, ", library, ": load one of them");
  }
  return text(what, " is registered by ", library.empty() ? "the application" : library,
              "; ours goes by the name '", info.alias, "'");
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
    auto* present = registry.getPluginCreator(name.c_str(), creator->getPluginVersion(), ns.c_str());
    bool ours = present == creator.get();
    if (!present) {
      ours = registry.registerCreator(*creator, ns.c_str());
      if (ours) set.note_registered(creator.get());
    }
    if (ours) {
      out.registered.push_back(name);
    } else {
      present = registry.getPluginCreator(name.c_str(), creator->getPluginVersion(), ns.c_str());
      auto const problem = present ? clash(*creator, *present, *find_operator(name))
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

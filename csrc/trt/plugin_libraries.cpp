#include "plugin_libraries.h"

#include <dlfcn.h>

#include <deque>
#include <memory>
#include <mutex>

#include "library.h"

namespace trtp::trt {

namespace {

struct Loaded {
  std::mutex mutex;
  std::deque<PluginLibrary> libraries;  // a deque: addresses stay valid
};

Loaded& loaded() {
  static auto* const l = new Loaded;  // never destroyed: used by what is
  return *l;
}

struct Close {
  void operator()(void* handle) const noexcept { dlclose(handle); }
};

}  // namespace

PluginLibrary const& load_plugin_library(std::string const& path) {
  std::unique_ptr<void, Close> handle(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!handle) {
    auto const* why = dlerror();
    fail("cannot load the plugin library '", path, "': ", why ? why : "unknown error");
  }
  auto* const function =
      reinterpret_cast<Api const* (*)()>(dlsym(handle.get(), "trtplugins_library"));
  // dlsym also looks in what the library depends on.
  if (!function || file_of(reinterpret_cast<void const*>(function)) != path_of(handle.get())) {
    fail("'", path, "' is no plugin library made with trtplugins: it lacks trtplugins_library()");
  }
  auto const* const api = function();
  if (api->abi != Api::current_abi) {
    fail("plugin library '", path, "': expected interface ", Api::current_abi,
         " of trtplugins, got ", api->abi, " (trtplugins ", api->version, "): build it anew");
  }
  auto& l = loaded();
  std::lock_guard<std::mutex> const lock(l.mutex);
  for (auto const& known : l.libraries) {
    if (known.api == api) return known;
  }
  handle.release();
  return l.libraries.emplace_back(
      PluginLibrary{file_of(reinterpret_cast<void const*>(api->register_operators)), api});
}

std::vector<PluginLibrary> plugin_libraries() {
  auto& l = loaded();
  std::lock_guard<std::mutex> const lock(l.mutex);
  return {l.libraries.begin(), l.libraries.end()};
}

}  // namespace trtp::trt

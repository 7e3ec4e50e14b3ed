#include "library.h"

#include <dlfcn.h>
#include <link.h>

#include <atomic>
#include <cstdlib>
#include <mutex>

#include "op/error.h"

namespace trtp::trt {

namespace {

constexpr char const* core_name = "libnvinfer.so";
constexpr int major_version = 8, first_minor = 5, last_minor = 6;

std::atomic<int32_t> found_version{0};

std::string soname(std::string const& name) { return name + "." + std::to_string(major_version); }

std::string folder_of(std::string const& path) { return path.substr(0, path.rfind('/')); }

std::string environment(char const* name) {
  auto const* value = std::getenv(name);
  return value ? value : "";
}

std::vector<std::string> folders() {
  std::vector<std::string> out;
  if (auto dir = environment("TENSORRT_LIBRARY_DIR"); !dir.empty()) out.push_back(dir);
  if (auto root = environment("TENSORRT_ROOT"); !root.empty()) out.push_back(root + "/lib");
  out.emplace_back();  // the loader's path
  auto const here = folder_of(file_of(reinterpret_cast<void const*>(&file_of)));
  out.push_back(here + "/../tensorrt");
  out.push_back(here + "/../trtplugins_tensorrt8");
  return out;
}

void* open(std::string const& name, std::vector<std::string> const& where, std::string& tried) {
  auto const file = soname(name);
  if (auto* h = dlopen(file.c_str(), RTLD_NOW | RTLD_NOLOAD)) return h;
  for (auto const& folder : where) {
    auto const path = folder.empty() ? file : folder + "/" + file;
    dlerror();
    // Global, as if an application linked it: plugins of others, and TensorRT's own parsers, expect
    // to find it.
    if (auto* h = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL)) return h;
    auto const* why = dlerror();
    tried += text("\n  ", folder.empty() ? "the loader's path" : folder, ": ",
                  why ? why : "unknown error");
  }
  return nullptr;
}

}  // namespace

std::string version_text(int32_t v) { return text(v / 1000, ".", v % 1000 / 100, ".", v % 100); }

std::string path_of(void* handle) {
  link_map* map = nullptr;
  return dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map ? map->l_name : "";
}

std::string file_of(void const* address) {
  Dl_info info{};
  return dladdr(address, &info) != 0 && info.dli_fname ? info.dli_fname : "";
}

std::vector<std::string> copies_in_process() {
  std::vector<std::string> out;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        std::string const path = info->dlpi_name ? info->dlpi_name : "";
        auto const name = path.substr(path.rfind('/') + 1);
        if (name.rfind(core_name, 0) == 0)
          static_cast<std::vector<std::string>*>(data)->push_back(path);
        return 0;
      },
      &out);
  return out;
}

Library::Library(void* handle) : handle_(handle), path_(path_of(handle)) {
  version_ = function<int32_t (*)()>("getInferLibVersion")();
  int const major = version_ / 1000, minor = version_ % 1000 / 100;
  if (major != major_version || minor < first_minor || minor > last_minor) {
    fail("TensorRT ", version_text(version_), " (", path_,
         ") cannot be used: this build of trtplugins is for TensorRT ", major_version, ".",
         first_minor, " to ", major_version, ".", last_minor);
  }
#ifndef TRTP_OWN_ABI
  if (minor != NV_TENSORRT_MINOR) {
    fail("TensorRT ", version_text(version_), " (", path_,
         ") cannot be used: this build of trtplugins was compiled with the headers of ",
         NV_TENSORRT_MAJOR, ".", NV_TENSORRT_MINOR);
  }
#endif
  auto const copies = copies_in_process();
  if (copies.size() > 1) {
    std::string all;
    for (auto const& c : copies) all += "\n  " + c;
    fail(
        "several copies of TensorRT are loaded in this process, each with a plugin registry of its "
        "own; keep one:",
        all);
  }
}

template <class F>
F Library::function(char const* name) const {
  auto* const f = dlsym(handle_, name);
  if (!f) fail("TensorRT (", path_, ") lacks the function ", name);
  return reinterpret_cast<F>(f);
}

nvinfer1::IPluginRegistry& Library::registry() const {
  return *function<nvinfer1::IPluginRegistry* (*)()>("getPluginRegistry")();
}
nvinfer1::ILogger* Library::logger() const {
  return function<nvinfer1::ILogger* (*)()>("getLogger")();
}
nvinfer1::IBuilder* Library::create_builder(nvinfer1::ILogger& logger) const {
  return static_cast<nvinfer1::IBuilder*>(
      function<void* (*)(void*, int32_t)>("createInferBuilder_INTERNAL")(&logger, version_));
}
nvinfer1::IRuntime* Library::create_runtime(nvinfer1::ILogger& logger) const {
  return static_cast<nvinfer1::IRuntime*>(
      function<void* (*)(void*, int32_t)>("createInferRuntime_INTERNAL")(&logger, version_));
}
nvinfer1::IRefitter* Library::create_refitter(nvinfer1::ICudaEngine& engine,
                                              nvinfer1::ILogger& logger) const {
  return static_cast<nvinfer1::IRefitter*>(function<void* (*)(void*, void*, int32_t)>(
      "createInferRefitter_INTERNAL")(&engine, &logger, version_));
}

int32_t loaded_version() noexcept {
  auto const v = found_version.load();
  return v != 0 ? v : NV_TENSORRT_VERSION;
}

bool is_loaded() {
  auto* const h = dlopen(soname(core_name).c_str(), RTLD_NOW | RTLD_NOLOAD);
  if (h) dlclose(h);
  return h != nullptr;
}

Library const& library() {
  // Kept for the life of the process: creators and engines point into it. A failure is not kept:
  // the next call may come after the application has loaded TensorRT.
  static std::mutex mutex;
  static Library const* found = nullptr;
  std::lock_guard<std::mutex> const lock(mutex);
  if (!found) {
    std::string tried;
    auto* const handle = open(core_name, folders(), tried);
    if (!handle) {
      fail("TensorRT was not found (", soname(core_name),
           "). Install it, name its folder in TENSORRT_LIBRARY_DIR, or run `trtplugins "
           "setup-tensorrt`. Tried:",
           tried);
    }
    found = new Library(handle);
    found_version = found->version();
  }
  return *found;
}

Library const* find_library(std::string* why) {
  try {
    return &library();
  } catch (Error const& e) {
    if (why) *why = e.what();
    return nullptr;
  }
}

void* symbol(std::string const& name, char const* function) {
  auto where = folders();
  where.insert(where.begin(), folder_of(library().path()));
  std::string tried;
  auto* const handle = open(name, where, tried);
  if (!handle) fail(soname(name), " was not found. Tried:", tried);
  auto* const f = dlsym(handle, function);
  if (!f) fail(path_of(handle), " lacks the function ", function);
  return f;
}

}  // namespace trtp::trt

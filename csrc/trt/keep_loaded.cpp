#include "keep_loaded.h"

#include <dlfcn.h>

#include "library.h"

namespace trtp::trt {

void keep_loaded() noexcept {
  static bool const kept = [] {
    try {
      auto const path = file_of(reinterpret_cast<void const*>(&keep_loaded));
      return dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE) != nullptr;
    } catch (...) {
      return false;
    }
  }();
  static_cast<void>(kept);
}

}  // namespace trtp::trt

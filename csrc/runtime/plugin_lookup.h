#pragma once

#include <mutex>
#include <shared_mutex>

namespace trtp::runtime {

// Held shared by whatever makes TensorRT look plugins up, and alone by what changes the registry:
// operators that come and go, and a UFF import, which takes this library's out for a moment.
inline std::shared_mutex& plugin_lookup() {
  static std::shared_mutex mutex;
  return mutex;
}

}  // namespace trtp::runtime

#pragma once

#include <mutex>
#include <shared_mutex>

namespace trtp::runtime {

// Held shared by whatever makes TensorRT look plugins up, and alone by a UFF import, which takes
// this library's plugins out of the registry for a moment.
inline std::shared_mutex& plugin_lookup() {
  static std::shared_mutex mutex;
  return mutex;
}

}  // namespace trtp::runtime

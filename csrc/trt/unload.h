#pragma once

namespace trtp::trt {

// From here on this library stays in the process, dlclose or not: an engine holds a plugin of ours,
// whose code must not go away under it.
void keep_loaded() noexcept;

// Whether the process is ending, once watch_exit was called: static objects are destroyed then too,
// not just when this library is unloaded.
void watch_exit() noexcept;
bool exiting() noexcept;

}  // namespace trtp::trt

#pragma once

namespace trtp::trt {

// From here on this library stays in the process, dlclose or not: an engine holds a plugin of ours, whose code must not
// go away under it.
void keep_loaded() noexcept;

}  // namespace trtp::trt

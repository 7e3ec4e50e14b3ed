#pragma once

namespace trtp::trt {

// From here on this library stays in the process, dlclose or not: TensorRT holds creators and
// plugins of ours, whose code must not go away under it. Taking them out when the library is
// unloaded would not do: what runs then runs at exit too, when TensorRT's registry and the
// application's logger may be gone, and nothing tells the two apart in a library that was there
// before main().
void keep_loaded() noexcept;

}  // namespace trtp::trt

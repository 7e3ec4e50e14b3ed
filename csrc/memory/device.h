#pragma once

#include <string>

namespace trtp::memory {

// Number of GPUs that CUDA offers to this process; 0 where there is no driver. Never throws.
int device_count() noexcept;

// Why device_count() is 0, in CUDA's words; "" if it is not.
std::string why_no_device();

// Initialises CUDA on the current device. Throws Error "<what> needs a GPU: <CUDA's words>" where
// there is none.
void require_device(char const* what);

// Throws Error where CUDA has none.
int current_device();

}  // namespace trtp::memory

#pragma once

#include <cstddef>
#include <cstdint>

namespace trtp::memory {

constexpr bool is_power_of_two(size_t n) { return n != 0 && (n & (n - 1)) == 0; }

// The least multiple of `alignment`, a power of two, that is not below n. Wraps to 0 where there is
// none.
constexpr uintptr_t round_up(uintptr_t n, size_t alignment) {
  return (n + alignment - 1) & ~(static_cast<uintptr_t>(alignment) - 1);
}

inline uintptr_t number_of(void const* address) { return reinterpret_cast<uintptr_t>(address); }
inline void* pointer_of(uintptr_t number) { return reinterpret_cast<void*>(number); }

}  // namespace trtp::memory

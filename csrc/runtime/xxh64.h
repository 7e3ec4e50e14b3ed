#pragma once

#include <cstdint>
#include <string_view>

namespace trtp::runtime {

// The hash XXH64 with seed 0, as its public description defines it: at the speed of memory, and a
// change within eight aligned bytes is certain to change it. Against damage, not against malice.
uint64_t xxh64(std::string_view bytes) noexcept;

}  // namespace trtp::runtime

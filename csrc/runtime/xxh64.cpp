#include "xxh64.h"

#include <cstddef>
#include <cstring>

namespace trtp::runtime {

namespace {

constexpr uint64_t prime1 = 0x9E3779B185EBCA87, prime2 = 0xC2B2AE3D27D4EB4F,
                   prime3 = 0x165667B19E3779F9, prime4 = 0x85EBCA77C2B2AE63,
                   prime5 = 0x27D4EB2F165667C5;

constexpr uint64_t rotated(uint64_t x, int bits) { return (x << bits) | (x >> (64 - bits)); }

constexpr uint64_t with(uint64_t lane, uint64_t word) {
  return rotated(lane + word * prime2, 31) * prime1;
}

template <class T>
T take(char const*& p) {  // little-endian, as all of CUDA's hosts are
  T value;
  std::memcpy(&value, p, sizeof value);
  p += sizeof value;
  return value;
}

}  // namespace

uint64_t xxh64(std::string_view bytes) noexcept {
  auto const* p = bytes.data();
  auto const* const end = p + bytes.size();
  uint64_t h = prime5;
  if (bytes.size() >= 32) {
    uint64_t lanes[] = {prime1 + prime2, prime2, 0, 0 - prime1};
    do {
      for (auto& lane : lanes) lane = with(lane, take<uint64_t>(p));
    } while (end - p >= 32);
    h = rotated(lanes[0], 1) + rotated(lanes[1], 7) + rotated(lanes[2], 12) + rotated(lanes[3], 18);
    for (auto const lane : lanes) h = (h ^ with(0, lane)) * prime1 + prime4;
  }
  h += bytes.size();
  while (end - p >= 8) h = rotated(h ^ with(0, take<uint64_t>(p)), 27) * prime1 + prime4;
  if (end - p >= 4) h = rotated(h ^ take<uint32_t>(p) * prime1, 23) * prime2 + prime3;
  while (p < end) h = rotated(h ^ take<uint8_t>(p) * prime5, 11) * prime1;
  h = (h ^ (h >> 33)) * prime2;
  h = (h ^ (h >> 29)) * prime3;
  return h ^ (h >> 32);
}

}  // namespace trtp::runtime

#pragma once

// Integers of fewer bits, carried in int32: TensorRT 8 has no others. An attribute says which, by
// ONNX's number of the type.

#include <cstdint>
#include <string>

#include "op/error.h"

namespace trtp {

struct IntegerRange {
  int32_t low = 0;
  int32_t high = 255;
};

// By a number of TensorProto.DataType; `found` is false for what is not such an integer.
constexpr IntegerRange integer_range(int64_t type, bool& found) {
  found = true;
  switch (type) {
    case 2: return {0, 255};         // uint8
    case 3: return {-128, 127};      // int8
    case 4: return {0, 65535};       // uint16
    case 5: return {-32768, 32767};  // int16
    case 21: return {0, 15};         // uint4
    case 22: return {-8, 7};         // int4
    case 25: return {0, 3};          // uint2
    case 26: return {-2, 1};         // int2
    default: found = false; return {};
  }
}
inline IntegerRange integer_range(int64_t type) {
  bool found = false;
  return integer_range(type, found);
}

// Checks of attributes.
struct EightBits {
  bool ok(int64_t v) const { return v == 2 || v == 3; }
  std::string expected() const { return "2 (uint8) or 3 (int8)"; }
};
inline constexpr EightBits eight_bits{};

struct FewBits {  // 0 stands for a default
  bool ok(int64_t v) const {
    bool found = false;
    integer_range(v, found);
    return found || v == 0;
  }
  std::string expected() const {
    return "2 (uint8), 3 (int8), 4 (uint16), 5 (int16), 21 (uint4), 22 (int4), 25 (uint2), 26 "
           "(int2) or 0";
  }
};
inline constexpr FewBits few_bits{};

}  // namespace trtp

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace trtp {

// The value of an attribute, owned.
using Value = std::variant<float, int64_t, std::string, std::vector<float>, std::vector<int64_t>,
                           std::vector<std::string>>;
using Values = std::vector<std::pair<std::string, Value>>;

// An attribute as it arrives from outside: untrusted, not owned. The numbering is part of the blob
// format.
enum class Kind : uint8_t { unknown, f16, f32, f64, i8, i16, i32, i64, chars };

struct Field {
  std::string name;
  Kind kind = Kind::unknown;
  void const* data = nullptr;
  int64_t count = 0;  // elements; for chars: bytes
};

inline size_t size_of(Kind kind) {
  constexpr size_t sizes[] = {0, 2, 4, 8, 1, 2, 4, 8, 1};
  return sizes[static_cast<size_t>(kind)];
}

// Views of owned values; strings of a list are stored one after another, each ended by NUL, as
// TensorRT's ONNX parser hands them over. `storage` keeps those joined strings and must outlive the
// fields.
std::vector<Field> fields_of(Values const& values, std::vector<std::string>& storage);

}  // namespace trtp

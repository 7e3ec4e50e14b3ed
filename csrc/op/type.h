#pragma once

#include <cuda_fp16.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace trtp {

// Element types of tensors. `none` stands for a type that no operator has a kernel for.
enum class Type : int8_t { none = -1, f32, f16, i8, i32, boolean, u8 };

inline constexpr std::array<char const*, 6> type_names{"float32", "float16", "int8",
                                                       "int32",   "bool",    "uint8"};
inline constexpr std::array<size_t, 6> type_sizes{4, 2, 1, 4, 1, 1};

inline char const* name_of(Type t) {
  return t == Type::none ? "an unsupported type" : type_names[static_cast<size_t>(t)];
}
// none for another name.
inline Type type_named(std::string_view name) {
  for (size_t i = 0; i < type_names.size(); ++i) {
    if (name == type_names[i]) return static_cast<Type>(i);
  }
  return Type::none;
}
inline size_t size_of(Type t) { return t == Type::none ? 0 : type_sizes[static_cast<size_t>(t)]; }

template <class T>
constexpr Type type_of() {
  using U = std::remove_const_t<T>;
  if constexpr (std::is_same_v<U, float>) return Type::f32;
  if constexpr (std::is_same_v<U, __half>) return Type::f16;
  if constexpr (std::is_same_v<U, int8_t>) return Type::i8;
  if constexpr (std::is_same_v<U, int32_t>) return Type::i32;
  if constexpr (std::is_same_v<U, bool>) return Type::boolean;
  if constexpr (std::is_same_v<U, uint8_t>) return Type::u8;
  return Type::none;
}

}  // namespace trtp

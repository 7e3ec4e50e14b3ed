#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "error.h"
#include "field.h"

namespace trtp {

// How a field from outside becomes the value of an attribute, and back. One specialisation per type
// that an attribute may have: float, int64_t, bool, std::string, enumerations that have
// `enumerators`, vectors, and std::optional of these for an attribute whose absence means
// something.
template <class M, class = void>
struct Codec;

// Specialise for an enumeration to make it an attribute type:
//   template <> inline constexpr std::array enumerators<Mode>{Enumerator{"linear", Mode::linear},
//   ...};
template <class E>
struct Enumerator {
  char const* name;
  E value;
};
template <class E>
Enumerator(char const*, E) -> Enumerator<E>;
template <class E>
inline constexpr int enumerators = 0;

namespace detail {

float read_float(Field const& f, int64_t i);
int64_t read_int(Field const& f, int64_t i);
std::vector<std::string> read_strings(Field const& f);
// What came, for error messages: "3 values of type float32", "null data".
std::string came(Field const& f);
void expect_data(Field const& f, char const* expected);
void expect_one(Field const& f, char const* expected);

}  // namespace detail

template <>
struct Codec<float> {
  static constexpr char const* kind = "float";
  static float read(Field const& f) {
    detail::expect_one(f, "one float");
    return detail::read_float(f, 0);
  }
  static Value value(float v) { return v; }
};

template <>
struct Codec<int64_t> {
  static constexpr char const* kind = "int";
  static int64_t read(Field const& f) {
    detail::expect_one(f, "one integer");
    return detail::read_int(f, 0);
  }
  static Value value(int64_t v) { return v; }
};

template <>
struct Codec<bool> {  // ONNX spells it as an int
  static constexpr char const* kind = "int";
  static bool read(Field const& f) {
    auto const v = Codec<int64_t>::read(f);
    if (v != 0 && v != 1) fail("expected 0 or 1, got ", v);
    return v == 1;
  }
  static Value value(bool v) { return static_cast<int64_t>(v); }
};

template <>
struct Codec<std::string> {
  static constexpr char const* kind = "string";
  static std::string read(Field const& f) {
    auto all = detail::read_strings(f);
    if (all.size() > 1) fail("expected one string, got ", all.size());
    return all.empty() ? std::string() : std::move(all.front());
  }
  static Value value(std::string const& v) { return v; }
};

template <class E>
struct Codec<E, std::enable_if_t<std::is_enum_v<E>>> {
  static constexpr char const* kind = "string";
  static E read(Field const& f) {
    auto const name = Codec<std::string>::read(f);
    std::string all;
    for (auto const& e : enumerators<E>) {
      if (name == e.name) return e.value;
      all += text(all.empty() ? "'" : ", '", e.name, "'");
    }
    fail("expected one of ", all, ", got '", name, "'");
  }
  static Value value(E v) {
    for (auto const& e : enumerators<E>) {
      if (v == e.value) return std::string(e.name);
    }
    fail("an enumerator without a name");
  }
};

template <>
struct Codec<std::vector<float>> {
  static constexpr char const* kind = "floats";
  static std::vector<float> read(Field const& f) {
    detail::expect_data(f, "a list of floats");
    std::vector<float> out;
    for (int64_t i = 0; i < f.count; ++i) out.push_back(detail::read_float(f, i));
    return out;
  }
  static Value value(std::vector<float> const& v) { return v; }
};

template <>
struct Codec<std::vector<int64_t>> {
  static constexpr char const* kind = "ints";
  static std::vector<int64_t> read(Field const& f) {
    detail::expect_data(f, "a list of integers");
    std::vector<int64_t> out;
    for (int64_t i = 0; i < f.count; ++i) out.push_back(detail::read_int(f, i));
    return out;
  }
  static Value value(std::vector<int64_t> const& v) { return v; }
};

template <>
struct Codec<std::vector<std::string>> {
  static constexpr char const* kind = "strings";
  static std::vector<std::string> read(Field const& f) { return detail::read_strings(f); }
  static Value value(std::vector<std::string> const& v) { return v; }
};

template <class M>
struct Codec<std::optional<M>> {
  static constexpr char const* kind = Codec<M>::kind;
  static std::optional<M> read(Field const& f) { return Codec<M>::read(f); }
  static Value value(std::optional<M> const& v) { return Codec<M>::value(*v); }
};

}  // namespace trtp

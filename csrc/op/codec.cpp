#include "codec.h"

#include <cuda_fp16.h>

#include <cmath>
#include <cstring>

namespace trtp::detail {

namespace {

template <class T>
T element(Field const& f, int64_t i) {
  T v;
  std::memcpy(&v, static_cast<char const*>(f.data) + static_cast<size_t>(i) * sizeof v, sizeof v);
  return v;  // data from outside need not be aligned
}

char const* name_of(Kind kind) {
  constexpr char const* names[] = {"unknown", "float16", "float32", "float64", "int8",
                                   "int16",   "int32",   "int64",   "char"};
  return names[static_cast<size_t>(kind)];
}

}  // namespace

std::string came(Field const& f) {
  if (f.count < 0) return text("a negative length (", f.count, ")");
  if (f.count > 0 && !f.data) return "null data";
  return text(f.count, f.count == 1 ? " value" : " values", " of type ", name_of(f.kind));
}

void expect_data(Field const& f, char const* expected) {
  if (f.count < 0 || (f.count > 0 && !f.data) || f.kind == Kind::unknown) {
    fail("expected ", expected, ", got ", came(f));
  }
}

void expect_one(Field const& f, char const* expected) {
  expect_data(f, expected);
  if (f.count != 1) fail("expected ", expected, ", got ", came(f));
}

float read_float(Field const& f, int64_t i) {
  switch (f.kind) {
    case Kind::f32: return element<float>(f, i);
    case Kind::f16: return static_cast<float>(element<__half>(f, i));
    case Kind::f64: {
      auto const v = element<double>(f, i);
      auto const narrow = static_cast<float>(v);
      if (std::isfinite(v) && !std::isfinite(narrow)) fail("expected a float32, got ", v);
      return narrow;
    }
    default: fail("expected a float, got ", came(f));
  }
}

int64_t read_int(Field const& f, int64_t i) {
  switch (f.kind) {
    case Kind::i8: return element<int8_t>(f, i);
    case Kind::i16: return element<int16_t>(f, i);
    case Kind::i32: return element<int32_t>(f, i);
    case Kind::i64: return element<int64_t>(f, i);
    default: fail("expected an integer, got ", came(f));
  }
}

std::vector<std::string> read_strings(Field const& f) {
  expect_data(f, "a string");
  if (f.kind != Kind::chars) fail("expected a string, got ", came(f));
  std::vector<std::string> out;
  std::string_view rest(static_cast<char const*>(f.data), static_cast<size_t>(f.count));
  while (!rest.empty()) {  // the last one may lack its NUL
    auto const end = rest.find('\0');
    out.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

}  // namespace trtp::detail

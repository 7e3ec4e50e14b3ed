#pragma once

#include <array>
#include <string>
#include <utility>

#include "op/error.h"

namespace trtp::runtime {

// Names of an enumeration's values, a table each: std::array{Name<E>{"name", E::value}, ...}. The
// first name of a value is the one it is called by.
template <class E>
using Name = std::pair<char const*, E>;

// Throws Error listing the names.
template <class Names>
auto find(Names const& names, std::string const& name) {
  std::string expected;
  for (auto const& [known, value] : names) {
    if (name == known) return value;
    expected += text(expected.empty() ? "'" : ", '", known, "'");
  }
  fail("expected one of ", expected, ", got '", name, "'");
}

template <class Names, class E>
std::string name_in(Names const& names, E value) {
  for (auto const& [name, known] : names) {
    if (known == value) return name;
  }
  return text(static_cast<int>(value));
}

}  // namespace trtp::runtime

#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>

#include "codec.h"

namespace trtp {

// An operator names each of its attributes once, in a static function:
//   static auto attributes() {
//     return std::tuple{attr("epsilon", &Norm::epsilon, "Added to the mean square.",
//     at_least(0.F))};
//   }
// The member's initialiser is the default.
template <class Op, class M, class Check>
struct Attr {
  char const* name;
  M Op::* member;
  char const* doc;
  Check check;
  bool required;
};

// Checks: ok(value), and expected() for the error message and the documentation ("" where there is
// nothing to say).
struct Anything {
  template <class M>
  bool ok(M const&) const {
    return true;
  }
  std::string expected() const { return ""; }
};

template <class T>
struct AtLeast {
  T low;
  bool ok(T v) const { return v >= low && std::isfinite(static_cast<double>(v)); }
  std::string expected() const { return text("a finite value >= ", low); }
};
template <class T>
constexpr AtLeast<T> at_least(T low) {
  return {low};
}

template <class T>
struct Between {
  T low, high;
  bool ok(T v) const { return v >= low && v <= high; }
  std::string expected() const { return text("a value in [", low, ", ", high, "]"); }
};
template <class T>
constexpr Between<T> between(T low, T high) {
  return {low, high};
}

template <class T>
struct Only {
  T value;
  bool ok(T v) const { return v == value; }
  std::string expected() const { return text(value, " (nothing else is supported)"); }
};
template <class T>
constexpr Only<T> only(T value) {
  return {value};
}

struct Finite {
  bool ok(float v) const { return std::isfinite(v); }
  std::string expected() const { return "a finite value"; }
};
inline constexpr Finite finite{};

struct Required {};
inline constexpr Required required{};

template <class Op, class M, class Check = Anything>
constexpr Attr<Op, M, Check> attr(char const* name, M Op::* member, char const* doc,
                                  Check check = {}) {
  return {name, member, doc, check, false};
}
template <class Op, class M>
constexpr Attr<Op, M, Anything> attr(char const* name, M Op::* member, char const* doc, Required) {
  return {name, member, doc, {}, true};
}
template <class Op, class M, class Check>
constexpr Attr<Op, M, Check> attr(char const* name, M Op::* member, char const* doc, Check check,
                                  Required) {
  return {name, member, doc, check, true};
}

namespace detail {

template <class M>
struct is_optional : std::false_type {};
template <class M>
struct is_optional<std::optional<M>> : std::true_type {};

template <class Op, class F>
void each_attribute(F&& f) {
  std::apply([&](auto const&... a) { (f(a), ...); }, Op::attributes());
}

template <class T>
std::string shown(T const& v) {
  if constexpr (std::is_same_v<T, std::string>) {
    return "'" + v + "'";
  } else if constexpr (std::is_arithmetic_v<T>) {
    return text(v);
  } else {
    return "something else";
  }
}

template <class A, class M>
void check_value(A const& a, M const& v) {
  if constexpr (is_optional<M>::value) {
    if (v) check_value(a, *v);
  } else if (!a.check.ok(v)) {
    fail("expected ", a.check.expected(), ", got ", shown(v));
  }
}

}  // namespace detail

// The operator that these fields describe. Throws Error naming the attribute, what was expected and
// what came.
template <class Op>
Op parse(std::vector<Field> const& fields) {
  Op op{};
  for (auto const& f : fields) {
    bool known = false;
    detail::each_attribute<Op>([&](auto const& a) {
      if (f.name != a.name) return;
      known = true;
      within(text("attribute '", a.name, "'"), [&] {
        using M = std::decay_t<decltype(op.*a.member)>;
        op.*a.member = Codec<M>::read(f);
        detail::check_value(a, op.*a.member);
      });
    });
    if (!known) {
      std::string names;
      detail::each_attribute<Op>(
          [&](auto const& a) { names += text(names.empty() ? "" : ", ", a.name); });
      fail("unknown attribute '", f.name, "'; expected ", names.empty() ? "none" : names);
    }
  }
  detail::each_attribute<Op>([&](auto const& a) {
    bool given = false;
    for (auto const& f : fields) given = given || f.name == a.name;
    if (a.required && !given) fail("attribute '", a.name, "' is required");
  });
  return op;
}

template <class Op>
Values values_of(Op const& op) {
  Values out;
  detail::each_attribute<Op>([&](auto const& a) {
    auto const& v = op.*a.member;
    using M = std::decay_t<decltype(v)>;
    if constexpr (detail::is_optional<M>::value) {
      if (!v) return;
    }
    out.emplace_back(a.name, Codec<M>::value(v));
  });
  return out;
}

}  // namespace trtp

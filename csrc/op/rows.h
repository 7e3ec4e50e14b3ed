#pragma once

#include "type.h"

namespace trtp {

// The admissible combinations of element types, a row each:
//   using types = Rows<Row<In<float, float>, Out<float>>, Row<In<__half, float>, Out<__half>>>;
// Every formal input and output has its place in a row; the place of an absent optional input is
// not looked at.
template <class... T>
struct In {};
template <class... T>
struct Out {};

template <class I, class O>
struct Row;
template <class... I, class... O>
struct Row<In<I...>, Out<O...>> {
  static constexpr int inputs = sizeof...(I);
  static constexpr int outputs = sizeof...(O);
  static constexpr Type types[] = {type_of<I>()..., type_of<O>()...};
};

template <class First, class... Rest>
struct Rows {
  static_assert(((Rest::inputs == First::inputs && Rest::outputs == First::outputs) && ...),
                "all rows have the same numbers of inputs and outputs");
  static constexpr int inputs = First::inputs;
  static constexpr int outputs = First::outputs;
  static constexpr Type const* table[] = {First::types, Rest::types...};
};

// One input and one output of the same type, for each of the types.
template <class... T>
using Unary = Rows<Row<In<T>, Out<T>>...>;

}  // namespace trtp

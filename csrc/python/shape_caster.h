#pragma once

#include <pybind11/pybind11.h>

#include "convert.h"
#include "op/shape.h"

namespace pybind11::detail {

// A sequence of whole numbers; a tuple on the way back.
template <>
struct type_caster<trtp::Shape> {
  PYBIND11_TYPE_CASTER(trtp::Shape, const_name("tuple[int, ...]"));

  bool load(handle source, bool) {
    if (!isinstance<sequence>(source) || isinstance<str>(source)) return false;
    trtp::Shape shape;
    for (auto const item : reinterpret_borrow<sequence>(source)) {
      auto const number = reinterpret_steal<object>(PyNumber_Index(item.ptr()));
      if (!number) {
        PyErr_Clear();
        return false;
      }
      shape.push_back(number.cast<int64_t>());
    }
    value = shape;
    return true;
  }
  static handle cast(trtp::Shape const& shape, return_value_policy, handle) {
    return trtp::python::to_python(shape).release();
  }
};

}  // namespace pybind11::detail

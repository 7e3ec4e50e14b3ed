#pragma once

// Which scale belongs to an element, from shapes and attributes of QuantizeLinear and
// DequantizeLinear.

#include "op/dim.h"
#include "op/error.h"
#include "op/shape.h"
#include "quantize_linear.h"

namespace trtp {

// Throws Error for what is known not to fit.
inline void check_scales(Dims const& x, Dims const& scale, char const* scale_name, int64_t axis,
                         int64_t block_size) {
  if (scale.rank() == 0) return;
  if (block_size == 0) {
    if (scale.rank() != 1) {
      fail("input '", scale_name, "': expected at most 1 dimension as block_size is 0, got ",
           scale.rank());
    }
    auto const size = scale[0].known();
    if (!size || *size == 1) return;
    auto const extent = x[normalize_axis(axis, x.rank())].known();
    if (extent && *extent != *size) {
      fail("input '", scale_name, "': expected 1 or ", *extent, " numbers, got ", *size);
    }
  } else if (scale.rank() > 1 && scale.rank() != x.rank()) {
    fail("input '", scale_name, "': expected ", x.rank(), " dimensions, got ", scale.rank());
  }
}

// Throws Error.
inline kernels::ScaleLayout scale_layout(Shape const& x, Shape const& scale, char const* scale_name,
                                         int64_t axis, int64_t block_size) {
  using Layout = kernels::ScaleLayout;
  Layout layout;
  if (scale.volume() == 1 || x.volume() == 0) {
    layout.inner = x.volume();
    return layout;
  }
  int const at = normalize_axis(axis, x.rank());
  layout.outer = x.volume(0, at);
  layout.axis = x[at];
  layout.inner = x.volume(at + 1, x.rank());
  Shape expected;
  if (block_size == 0) {
    layout.kind = Layout::per_axis;
    layout.block = 1;
    expected.push_back(x[at]);
  } else {
    layout.kind = Layout::blocked;
    layout.block = block_size;
    expected = x;
    expected[at] = (x[at] - 1) / block_size + 1;
  }
  if (scale != expected) {
    fail("input '", scale_name, "': expected one number or shape ", to_string(expected), ", got ",
         to_string(scale));
  }
  return layout;
}

inline void check_zero_point(Shape const& scale, char const* scale_name, Shape const& zero,
                             char const* zero_name) {
  if (zero.volume() != scale.volume()) {
    fail("input '", zero_name, "': expected the shape of '", scale_name, "', ", to_string(scale),
         ", got ", to_string(zero));
  }
}

}  // namespace trtp

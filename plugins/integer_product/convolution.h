#pragma once

// What convolutions of integers have in common: ONNX's attributes of Conv, and shapes.

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "integer_product.h"
#include "op/attribute.h"
#include "op/dim.h"
#include "op/tensor.h"

namespace trtp {

enum class AutoPad : int8_t { notset, same_upper, same_lower, valid };
template <>
inline constexpr std::array enumerators<AutoPad>{
    Enumerator{"NOTSET", AutoPad::notset}, Enumerator{"SAME_UPPER", AutoPad::same_upper},
    Enumerator{"SAME_LOWER", AutoPad::same_lower}, Enumerator{"VALID", AutoPad::valid}};

struct ConvolutionAttributes {
  AutoPad auto_pad = AutoPad::notset;
  std::optional<std::vector<int64_t>> dilations;
  int64_t group = 1;
  std::optional<std::vector<int64_t>> kernel_shape;
  std::optional<std::vector<int64_t>> pads;
  std::optional<std::vector<int64_t>> strides;

  static auto attributes() {
    using C = ConvolutionAttributes;
    return std::tuple{
        attr("auto_pad", &C::auto_pad,
             "NOTSET: as `pads` says. SAME_UPPER, SAME_LOWER: extents of the output are those of "
             "the input over the strides, rounded up; an odd element of padding is at the end, or "
             "at the beginning. VALID: none."),
        attr("dilations", &C::dilations, "Distances between elements of the kernel; 1 by default."),
        attr("group", &C::group, "Of so many groups of channels each is convolved for itself.",
             at_least<int64_t>(1)),
        attr("kernel_shape", &C::kernel_shape, "Extents of the kernel; by default those of w."),
        attr("pads", &C::pads,
             "What is padded: before each spatial dimension, then after each; 0 by default."),
        attr("strides", &C::strides, "Distances between places of the kernel; 1 by default.")};
  }

  // Throws Error.
  void check(int dims) const {
    auto const expect = [](char const* name, std::optional<std::vector<int64_t>> const& v,
                           int count, int64_t low) {
      if (!v) return;
      if (static_cast<int>(v->size()) != count)
        fail("attribute '", name, "': expected ", count, " values, got ", v->size());
      for (auto x : *v) {
        if (x < low) fail("attribute '", name, "': expected values >= ", low, ", got ", x);
      }
    };
    expect("dilations", dilations, dims, 1);
    expect("kernel_shape", kernel_shape, dims, 1);
    expect("pads", pads, 2 * dims, 0);
    expect("strides", strides, dims, 1);
  }
  static int64_t value(std::optional<std::vector<int64_t>> const& v, int i, int64_t otherwise) {
    return v ? (*v)[static_cast<size_t>(i)] : otherwise;
  }

  Dims shape(Dims const& x, char const* x_name, Dims const& w, char const* w_name) const {
    int const dims = x.rank() - 2;
    constexpr int most = kernels::IntegerConvolution::max_dims;
    if (dims < 1 || dims > most) {
      fail("input '", x_name, "': expected 3 to ", most + 2, " dimensions, got ", x.rank());
    }
    if (w.rank() != x.rank())
      fail("input '", w_name, "': expected ", x.rank(), " dimensions, got ", w.rank());
    check(dims);
    auto const channels = x[1].known(), per_group = w[1].known(), out_channels = w[0].known();
    if (channels && per_group && *channels != *per_group * group) {
      fail("input '", w_name, "': dimension 1: expected ", *channels, " / ", group,
           " (group), got ", *per_group);
    }
    if (out_channels && *out_channels % group != 0) {
      fail("input '", w_name, "': dimension 0: expected a multiple of ", group, " (group), got ",
           *out_channels);
    }
    Dims out;
    out.dims = {x[0], w[0]};
    for (int i = 0; i < dims; ++i) {
      auto const extent = w[i + 2].known();
      if (kernel_shape && extent && *extent != value(kernel_shape, i, 1)) {
        fail("attribute 'kernel_shape': expected ", *extent, ", as '", w_name, "' has, got ",
             value(kernel_shape, i, 1));
      }
      int64_t const stride = value(strides, i, 1);
      Dim const zero = x[i + 2].literal(0);
      if (auto_pad == AutoPad::same_upper || auto_pad == AutoPad::same_lower) {
        out.dims.push_back(ceil_div(x[i + 2], stride));
        continue;
      }
      int64_t const padding =
          auto_pad == AutoPad::valid ? 0 : value(pads, i, 0) + value(pads, i + dims, 0);
      Dim const covered = (w[i + 2] - 1) * value(dilations, i, 1) + 1;
      out.dims.push_back(floor_div(max(x[i + 2] + padding - covered + stride, zero), stride));
    }
    return out;
  }

  // Pointers are left to the caller.
  kernels::IntegerConvolution convolution(Shape const& x, Shape const& w, Shape const& y) const {
    kernels::IntegerConvolution p;
    p.dims = x.rank() - 2;
    p.images = x[0];
    p.groups = group;
    p.in_channels = w[1];
    p.out_channels = w[0] / group;
    for (int i = 0; i < p.dims; ++i) {
      p.in[i] = x[i + 2];
      p.kernel[i] = w[i + 2];
      p.out[i] = y[i + 2];
      p.stride[i] = value(strides, i, 1);
      p.dilation[i] = value(dilations, i, 1);
      if (auto_pad == AutoPad::notset) p.begin[i] = value(pads, i, 0);
      if (auto_pad == AutoPad::same_upper || auto_pad == AutoPad::same_lower) {
        int64_t const padding = std::max<int64_t>(
            0, (p.out[i] - 1) * p.stride[i] + (p.kernel[i] - 1) * p.dilation[i] + 1 - p.in[i]);
        p.begin[i] = auto_pad == AutoPad::same_upper ? padding / 2 : (padding + 1) / 2;
      }
    }
    return p;
  }
};

// One number, or [channels]: one per output channel. Channel c of group g is in row c of matrix g.
template <class T>
kernels::Parameter<T> per_channel(char const* name, Tensor<T const> t, int64_t channels,
                                  int64_t groups) {
  if (!t || t.shape.volume() == 1) return {t.data, 0, 0, 0};
  if (t.shape.rank() != 1 || t.shape[0] != channels) {
    fail("input '", name, "': expected one number or ", channels, ", one per output channel, got ",
         "shape ", to_string(t.shape));
  }
  return {t.data, channels / groups, 1, 0};
}

// A tensor that must hold one number.
template <class T>
T const* one_number(char const* name, Tensor<T const> t) {
  if (t && t.shape.volume() != 1) {
    fail("input '", name, "': expected one number, got shape ", to_string(t.shape));
  }
  return t.data;
}

}  // namespace trtp

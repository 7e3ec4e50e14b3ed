#pragma once

#include <NvInfer.h>

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "op/shape.h"

namespace trtp::runtime {

// -1 stands for an extent that is not known, in TensorRT's shapes and in ours.

inline Shape shape_of(nvinfer1::Dims const& dims) {
  Shape out;
  for (int i = 0; i < dims.nbDims; ++i) out.push_back(dims.d[i]);
  return out;
}

// Throws Error for an extent that TensorRT 8's 32 bits do not hold.
inline nvinfer1::Dims dims_of(Shape const& shape) {
  nvinfer1::Dims out{};
  out.nbDims = shape.rank();
  for (int i = 0; i < shape.rank(); ++i) {
    if (shape[i] < -1 || shape[i] > std::numeric_limits<int32_t>::max()) {
      fail("shape ", to_string(shape), ": expected extents from 0 to ",
           std::numeric_limits<int32_t>::max());
    }
    out.d[i] = static_cast<int32_t>(shape[i]);
  }
  return out;
}

inline bool is_known(Shape const& shape) {
  for (auto d : shape) {
    if (d < 0) return false;
  }
  return true;
}

inline bool is_empty(Shape const& shape) {
  for (auto d : shape) {
    if (d == 0) return true;
  }
  return false;
}

// Whether `low` <= `shape` <= `high` in rank and every extent.
inline bool is_within(Shape const& shape, Shape const& low, Shape const& high) {
  bool ok = shape.rank() == low.rank() && shape.rank() == high.rank();
  for (int i = 0; ok && i < shape.rank(); ++i) ok = low[i] <= shape[i] && shape[i] <= high[i];
  return ok;
}

// Whether `shape` has the known extents of `pattern`, and its rank.
inline bool agrees(Shape const& shape, Shape const& pattern) {
  bool ok = shape.rank() == pattern.rank();
  for (int i = 0; ok && i < shape.rank(); ++i) ok = pattern[i] < 0 || shape[i] == pattern[i];
  return ok;
}

// Of minimum, optimum and maximum, one for each profile: whether an extent that the first one fixes
// is fixed to the same by all others.
inline bool fixed_alike(std::vector<std::array<Shape, 3>> const& ranges) {
  for (auto const& range : ranges) {
    auto const &least = ranges.front()[0], &most = ranges.front()[2];
    for (int i = 0; i < least.rank(); ++i) {
      if (least[i] == most[i] && (range[0][i] != least[i] || range[2][i] != least[i])) return false;
    }
  }
  return true;
}

}  // namespace trtp::runtime

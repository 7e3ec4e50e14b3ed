#pragma once

// What GroupNormalization and InstanceNormalization have in common.

#include "layer_normalization.h"
#include "op/operator.h"

namespace trtp {

inline void check_groups(Dims const& x, char const* name, int64_t groups, char const* attribute) {
  if (x.rank() < 2) fail("input '", name, "': expected at least 2 dimensions, got ", x.rank());
  auto const channels = x[1].known();
  if (channels && *channels % groups != 0) {
    fail("input '", name, "': dimension 1: expected a multiple of ", groups, " (", attribute,
         "), got ", *channels);
  }
}

// An element per channel of x, or per group.
inline void check_per_channel(Dims const& t, char const* name, Dims const& x, int64_t groups) {
  if (t.rank() != 1) fail("input '", name, "': expected 1 dimension, got ", t.rank());
  auto const extent = t[0].known(), channels = x[1].known();
  if (extent && channels && *extent != *channels && *extent != groups) {
    fail("input '", name, "': expected ", *channels, " elements (channels) or ", groups,
         " (groups), got ", *extent);
  }
}

// x, [N, C, ...], normalised in groups of adjacent channels of each sample, with an element of
// scale and bias per channel, or per group.
template <class T>
cudaError_t normalize_groups(Tensor<T const> const& x, int64_t groups, Tensor<T const> const& scale,
                             Tensor<T const> const& bias, Tensor<T> const& y, float epsilon,
                             Launch const& run) {
  if (x.shape.volume() == 0) return cudaSuccess;
  int64_t const samples = x.shape[0], channels = x.shape[1];
  int64_t const volume = x.shape.volume(1, x.shape.rank());
  if (channels % groups != 0) fail(channels, " channels are not ", groups, " groups of equal size");
  auto const each = [&](Tensor<T const> const& t) {
    int64_t const runs = t.shape[0];
    if (runs != channels && runs != groups) {
      fail("scale or bias: expected ", channels, " elements or ", groups, ", got ", runs);
    }
    int64_t const whole[] = {samples, runs, volume / runs};
    int64_t const part[] = {runs, 1};
    return kernels::BroadcastTensor<T>{t.data, kernels::broadcast(whole, 3, part, 2)};
  };
  return kernels::layer_normalization<T>(x.data, each(scale), each(bias), y.data, nullptr, nullptr,
                                         samples * groups, volume / groups, epsilon, run.workspace,
                                         run.stream);
}

inline size_t groups_workspace(Desc const& x, int64_t groups) {
  int64_t const volume = x.shape.volume(1, x.shape.rank());
  return groups <= 0 ? 0
                     : kernels::row_normalization_workspace(x.shape[0] * groups, volume / groups,
                                                            static_cast<int>(size_of(x.type)));
}

}  // namespace trtp

#pragma once

// Scale and bias of what a thread does of every row: `Packs` packs of N columns, 32 packs apart.

#include "problem.cuh"
#include "span.cuh"

namespace trtp::kernels {

template <class Kind, int Packs, int N, class S, class Layout>
struct RingScale;

// The same for all rows: read once. The caches would be read for them as much as memory is for x.
template <class Kind, int Packs, int N, class S>
struct RingScale<Kind, Packs, N, S, PerColumn> {
  Pack<S, N> scale[Packs];
  Pack<S, N> bias[Kind::centred ? Packs : 1];

  template <class Rows>
  __device__ __forceinline__ void start(Rows const& p, int col, int end) {
#pragma unroll
    for (int j = 0; j < Packs; ++j) {
      int const at = col + j * 32 * N;
      scale[j] = at < end ? load<N, Cache::read_only>(p.scale + at) : Pack<S, N>{};
      if (Kind::centred) {
        bias[j] =
            at < end && p.bias != nullptr ? load<N, Cache::read_only>(p.bias + at) : Pack<S, N>{};
      } else {
        bias[0] = Pack<S, N>{};
      }
    }
  }
  template <class Rows>
  __device__ __forceinline__ void start_row(Rows const& /*p*/, int64_t /*row*/) {}

  template <bool Folded, class T>
  __device__ __forceinline__ Pack<T, N> apply(int j, Pack<T, N> const& v, RowMean const& mean,
                                              float factor) {
    static_assert(!Folded);
    stay_narrow(scale[j]);
    stay_narrow(bias[Kind::centred ? j : 0]);
    return Kind::apply(v, mean, factor, scale[j], bias[Kind::centred ? j : 0]);
  }
};

// One for all columns of a pack, which differs by row: read while the row's moments are on the way.
// Bias has the layout of scale.
template <class Kind, int Packs, int N, class S>
struct RingScale<Kind, Packs, N, S, PerRun> {
  uint32_t run[Packs];
  S scale[Packs];
  S bias[Packs];

  template <class Rows>
  __device__ __forceinline__ void start(Rows const& p, int col, int end) {
#pragma unroll
    for (int j = 0; j < Packs; ++j) {
      // Of packs behind the end, one that there is: reading it is less than not to.
      int const at = max(0, min(col + j * 32 * N, end - 1));
      run[j] = quotient(static_cast<uint32_t>(at), p.scale_layout.run);
      bias[j] = S{};
    }
  }
  template <class Rows>
  __device__ __forceinline__ void start_row(Rows const& p, int64_t row) {
    S const* const scales = p.scale_layout.of_row(p.scale, row);
#pragma unroll
    for (int j = 0; j < Packs; ++j) scale[j] = detail::element(scales + run[j]);
    if (!Kind::centred || p.bias == nullptr) return;
    S const* const biases = p.scale_layout.of_row(p.bias, row);
#pragma unroll
    for (int j = 0; j < Packs; ++j) bias[j] = detail::element(biases + run[j]);
  }

  template <bool Folded, class T>
  __device__ __forceinline__ Pack<T, N> apply(int j, Pack<T, N> const& v, RowMean const& mean,
                                              float factor) const {
    if constexpr (Folded) {
      float const slope = factor * static_cast<float>(scale[j]);
      float const at_zero = fmaf(-(mean.reference + mean.rest), slope, static_cast<float>(bias[j]));
      return Kind::apply(v, slope, at_zero);
    }
    return Kind::apply(v, mean, factor, static_cast<float>(scale[j]), static_cast<float>(bias[j]));
  }
};

}  // namespace trtp::kernels

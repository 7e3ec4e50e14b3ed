#include "causal_conv.h"

#include "kernel/launch.cuh"
#include "kernel/radix.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;

template <class T, class Index>
struct Work {
  CausalConv<T> conv;
  Index outputs;  // packs of outputs, then columns of the state
  Index all;
  Radix<Index> packs, channels, states;
};

template <class T>
__device__ __forceinline__ float element(T const* p) {
  return widen(load<1, Cache::read_only>(p))[0];
}

// Column t of a row of the padded input, counted from the first of x.
template <class T>
__device__ __forceinline__ T padded(CausalConv<T> const& c, int64_t row, int64_t t) {
  if (t >= 0) return c.x[row * c.length + t];
  return c.past != nullptr ? c.past[row * (c.taps - 1) + (c.taps - 1 + t)] : T(0.F);
}

template <class T, int N>
__device__ __forceinline__ void finish(CausalConv<T> const& c, Values<float, N>& sums, T* y) {
  if (c.silu) {
#pragma unroll
    for (int i = 0; i < N; ++i) sums[i] = __fdividef(sums[i], 1.F + expf(-sums[i]));
  }
  store<Cache::streaming>(y, narrow<T>(sums));
}

// N outputs of Taps <= N + 1 taps, by the pack that they belong to and the one before it, which is
// another thread's and in the cache; Taps = 0: one output of any number of taps.
template <class T, int N, int Taps, class Index>
__global__ void __launch_bounds__(threads) causal_conv_kernel(Work<T, Index> work) {
  CausalConv<T> const& c = work.conv;
  int64_t const at = block_index() * threads + threadIdx.x;
  if (at >= static_cast<int64_t>(work.all)) return;
  auto i = static_cast<Index>(at);
  if (i >= work.outputs) {
    i -= work.outputs;
    int64_t const column = work.states.pop(i), row = i;
    c.present[row * (c.taps - 1) + column] = padded(c, row, c.length - (c.taps - 1) + column);
    return;
  }
  int64_t const t = static_cast<int64_t>(work.packs.pop(i)) * N, row = i;
  int64_t const channel = work.channels.pop(i);
  T const* const weight = c.weight + channel * c.taps;
  float const bias = c.bias != nullptr ? element(c.bias + channel) : 0.F;
  Values<float, N> sums;
#pragma unroll
  for (int n = 0; n < N; ++n) sums[n] = bias;
  if constexpr (Taps == 0) {
    for (int64_t j = 0; j < c.taps; ++j) {
      Pack<T, 1> const x = detail::bit_cast<Pack<T, 1>>(padded(c, row, t - (c.taps - 1) + j));
      sums[0] = fmaf(element(weight + j), widen(x)[0], sums[0]);
    }
  } else {
    T const* const x = c.x + row * c.length + t;
    auto const here = widen(load<N>(x));
    Values<float, N + Taps - 1> window;
    if (t > 0) {
      auto const before = widen(load<N>(x - N));
#pragma unroll
      for (int j = 0; j < Taps - 1; ++j) window[j] = before[N - (Taps - 1) + j];
    } else {
#pragma unroll
      for (int j = 0; j < Taps - 1; ++j) {
        window[j] = widen(detail::bit_cast<Pack<T, 1>>(padded(c, row, int64_t{j - (Taps - 1)})))[0];
      }
    }
#pragma unroll
    for (int n = 0; n < N; ++n) window[Taps - 1 + n] = here[n];
#pragma unroll
    for (int j = 0; j < Taps; ++j) {
      float const w = element(weight + j);
#pragma unroll
      for (int n = 0; n < N; ++n) sums[n] = fmaf(w, window[n + j], sums[n]);
    }
  }
  finish(c, sums, c.y + row * c.length + t);
}

template <int N, int Taps, class T>
cudaError_t run(CausalConv<T> const& c, cudaStream_t stream) {
  int64_t const rows = c.batch * c.channels;
  int64_t const outputs = rows * (c.length / N);
  int64_t const states = c.present != nullptr ? rows * (c.taps - 1) : 0;
  int64_t const all = outputs + states;
  if (all == 0) return cudaSuccess;
  return with_index(all, [&](auto index) {
    using Index = decltype(index);
    Work<T, Index> const work{c,
                              static_cast<Index>(outputs),
                              static_cast<Index>(all),
                              Radix<Index>(c.length / N),
                              Radix<Index>(c.channels),
                              Radix<Index>(c.taps - 1)};
    return launch(causal_conv_kernel<T, N, Taps, Index>, whole_grid(ceil_div(all, threads)),
                  threads, stream, work);
  });
}

}  // namespace

template <class T>
cudaError_t causal_conv(CausalConv<T> const& c, cudaStream_t stream) {
  if (c.batch * c.channels <= 0) return cudaSuccess;
  constexpr int n = pack_size<T>();
  if (c.length % n == 0 && aligned<n>(c.x) && aligned<n>(c.y)) {
    switch (c.taps) {
      case 2: return run<n, 2>(c, stream);
      case 3: return run<n, 3>(c, stream);
      case 4: return run<n, 4>(c, stream);
      case 5: return run<n, 5>(c, stream);
      default: break;
    }
  }
  return run<1, 0>(c, stream);
}

template cudaError_t causal_conv(CausalConv<float> const&, cudaStream_t);
template cudaError_t causal_conv(CausalConv<__half> const&, cudaStream_t);

}  // namespace trtp::kernels

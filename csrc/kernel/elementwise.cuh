#pragma once

// y[i] = f(x[i]...), at the speed of memory. An operator is a functor and one line:
//
//   struct Square { __device__ float operator()(float x) const { return x * x; } };
//   return elementwise(stream, count, Square{}, y, x);
//
// The functor gets float for float16 and the element's own type otherwise; what it returns is
// rounded to y's type. Give it a templated operator() where the type matters. On int8:
// elementwise(stream, count, quantized(Square{}, scale_of_y, scale_of_x), y, x).
//
// Pointers may have any alignment that their types allow; aligned to 16 bytes is fastest. y may be
// one of the x if its elements are of the same size.

#include <algorithm>
#include <cstdint>
#include <utility>

#include "kernel/device.h"
#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {

// How the work is cut. Another struct of this form can be given to elementwise() as its template
// argument.
struct ElementwisePolicy {
  static constexpr int threads = 256;
  // Accesses per thread and input that are in flight together, in large tensors. With all threads
  // that a processor holds, one is enough on an H200.
  static constexpr int unroll = 1;
  // Of a grid that strides over the data; 0: a block per chunk of it, which is 5 to 10% faster on
  // an H200.
  static constexpr int blocks_per_processor = 0;
  // In tensors larger than the L2 cache; Cache::normal in others.
  static constexpr Cache load = Cache::streaming;
  static constexpr Cache store = Cache::streaming;
};

// A functor of floats as one of int8: a real value is (stored value) * scale.
template <class F, int Inputs>
struct Quantized {
  F f;
  float y_inverse;
  float x_scale[Inputs];

  template <class... In>
  __device__ float operator()(In... x) const {
    static_assert(sizeof...(In) == Inputs, "a scale per input");
    return call(std::make_integer_sequence<int, Inputs>{}, static_cast<float>(x)...);
  }

  template <int... i, class... X>
  __device__ float call(std::integer_sequence<int, i...>, X... x) const {
    return f(x * x_scale[i]...) * y_inverse;
  }
};

// y_scale > 0.
template <class F, class... Scale>
Quantized<F, sizeof...(Scale)> quantized(F f, float y_scale, Scale... x_scale) {
  return {f, 1.F / y_scale, {x_scale...}};
}

namespace detail {

template <class T, int N, int Unroll>
struct Batch {
  Pack<T, N> pack[Unroll];
};

template <class Policy, int N, int Unroll, Cache cache, class T>
__device__ __forceinline__ Batch<T, N, Unroll> load_batch(T const* p) {
  Batch<T, N, Unroll> out;
#pragma unroll
  for (int u = 0; u < Unroll; ++u) out.pack[u] = load<N, cache>(p + u * Policy::threads * N);
  return out;
}

template <class Out, int N, class F, class... In>
__device__ __forceinline__ Pack<Out, N> map(F const& f, Values<In, N> const&... x) {
  Values<decltype(f(x[0]...)), N> y;
#pragma unroll
  for (int i = 0; i < N; ++i) y[i] = f(x[i]...);
  return narrow<Out>(y);
}

// The batches are arguments, so that all loads are issued before the first result is needed.
template <class Policy, int N, int Unroll, Cache cache, class F, class Out, class... In>
__device__ __forceinline__ void apply(F const& f, Out* y, Batch<In, N, Unroll> const&... x) {
#pragma unroll
  for (int u = 0; u < Unroll; ++u) {
    store<cache>(y + u * Policy::threads * N, map<Out, N>(f, widen(x.pack[u])...));
  }
}

// No __restrict__, no read-only loads: y may be one of the x.
template <class Policy, int N, int Unroll, Cache load_cache, Cache store_cache, class F, class Out,
          class... In>
__global__ void __launch_bounds__(Policy::threads)
    elementwise_kernel(F f, int64_t count, Out* y, In const*... x) {
  constexpr int64_t chunk = int64_t{Policy::threads} * Unroll * N;
  for (int64_t start = blockIdx.x * chunk; start < count; start += gridDim.x * chunk) {
    int64_t i = start + int64_t{threadIdx.x} * N;
    if (count - start >= chunk) {
      apply<Policy, N, Unroll, store_cache>(f, y + i,
                                            load_batch<Policy, N, Unroll, load_cache>(x + i)...);
    } else {
#pragma unroll 1
      for (; i + N <= count; i += int64_t{Policy::threads} * N) {
        apply<Policy, N, 1, store_cache>(f, y + i, load_batch<Policy, N, 1, load_cache>(x + i)...);
      }
      if constexpr (N > 1) {  // the last pack, if it is not full
#pragma unroll 1
        for (; i < count; ++i) store(y + i, map<Out, 1>(f, widen(load<1>(x + i))...));
      }
    }
  }
}

template <class Policy, int N, int Unroll, Cache load_cache, Cache store_cache, class F, class Out,
          class... In>
cudaError_t launch_elementwise(cudaStream_t stream, Device const& device, int64_t count, F const& f,
                               Out* y, In const*... x) {
  int64_t blocks = ceil_div(count, int64_t{Policy::threads} * Unroll * N);
  if constexpr (Policy::blocks_per_processor > 0) {
    blocks = std::min<int64_t>(blocks, int64_t{device.processors} * Policy::blocks_per_processor);
  }
  return launch(elementwise_kernel<Policy, N, Unroll, load_cache, store_cache, F, Out, In...>,
                capped_grid(blocks), Policy::threads, stream, f, count, y, x...);
}

}  // namespace detail

template <class Policy = ElementwisePolicy, class F, class Out, class... In>
cudaError_t elementwise(cudaStream_t stream, int64_t count, F const& f, Out* y, In const*... x) {
  if (count <= 0) return cudaSuccess;
  Device device;
  if (cudaError_t const status = current_device(device); status != cudaSuccess) return status;
  constexpr int n = pack_size<Out, In...>();
  constexpr int64_t bytes = (sizeof(Out) + ... + sizeof(In));
  if (!aligned<n>(y) || !(aligned<n>(x) && ...)) {
    // As many elements per thread as otherwise, one at a time.
    return detail::launch_elementwise<Policy, 1, n * Policy::unroll, Cache::normal, Cache::normal>(
        stream, device, count, f, y, x...);
  }
  if (count * bytes > device.l2_bytes) {
    return detail::launch_elementwise<Policy, n, Policy::unroll, Policy::load, Policy::store>(
        stream, device, count, f, y, x...);
  }
  // Small: many short blocks occupy more of the device, and what reads y next finds it in the
  // cache.
  return detail::launch_elementwise<Policy, n, 1, Cache::normal, Cache::normal>(stream, device,
                                                                                count, f, y, x...);
}

}  // namespace trtp::kernels

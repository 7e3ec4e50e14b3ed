#include "scatter.h"

#include <algorithm>
#include <limits>

#include "kernel/elementwise.cuh"
#include "reductions.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;

// Index counts updates; 32 bits make its divisions several times cheaper.
template <class Op, class Index, class T, class Out>
__global__ void __launch_bounds__(threads)
    scatter_elements_kernel(int32_t const* indices, T const* updates, Out* output, int64_t count,
                            ElementsLayout layout) {
  int64_t const step = int64_t{gridDim.x} * threads;
  for (int64_t i = int64_t{blockIdx.x} * threads + threadIdx.x; i < count; i += step) {
    int64_t index = indices[i];
    if (index < 0) index += layout.axis_extent;
    if (index < 0 || index >= layout.axis_extent) continue;
    int64_t at = index * layout.axis_stride;
    auto rest = static_cast<Index>(i);
#pragma unroll 1
    for (int d = layout.rank - 1; d > 0; --d) {
      auto const extent = static_cast<Index>(layout.extent[d]);
      Index const quotient = rest / extent;
      at += static_cast<int64_t>(rest - quotient * extent) * layout.stride[d];
      rest = quotient;
    }
    at += static_cast<int64_t>(rest) * layout.stride[0];  // a stride of 0 where the rank is
    Op::update(output + at, static_cast<Out>(updates[i]));
  }
}

// T is an element, or a pack of them; layout counts in those.
template <class Op, class Index, class T, class Out>
__global__ void __launch_bounds__(threads)
    scatter_nd_kernel(int32_t const* indices, T const* updates, Out* output, int64_t count,
                      TuplesLayout layout) {
  int64_t const step = int64_t{gridDim.x} * threads;
  auto const slice = static_cast<Index>(layout.slice);
  for (int64_t i = int64_t{blockIdx.x} * threads + threadIdx.x; i < count; i += step) {
    Index const tuple = static_cast<Index>(i) / slice;
    int64_t at = static_cast<int64_t>(static_cast<Index>(i) - tuple * slice);
    int32_t const* const index = indices + static_cast<int64_t>(tuple) * layout.depth;
    bool inside = true;
#pragma unroll 1
    for (int d = 0; d < layout.depth; ++d) {
      int64_t place = index[d];
      if (place < 0) place += layout.extent[d];
      inside = inside && place >= 0 && place < layout.extent[d];
      at += place * layout.stride[d];
    }
    if (inside) Op::update(output + at, static_cast<Out>(updates[i]));
  }
}

template <class Op, class T, class Out>
cudaError_t run(int32_t const* indices, T const* updates, Out* output, int64_t count,
                ElementsLayout const& layout, cudaStream_t stream) {
  dim3 const grid = capped_grid(ceil_div(count, threads));
  if (count <= std::numeric_limits<int32_t>::max()) {
    return launch(scatter_elements_kernel<Op, uint32_t, T, Out>, grid, threads, stream, indices,
                  updates, output, count, layout);
  }
  return launch(scatter_elements_kernel<Op, uint64_t, T, Out>, grid, threads, stream, indices,
                updates, output, count, layout);
}

template <class Op, class T, class Out>
cudaError_t run_tuples(int32_t const* indices, T const* updates, Out* output, int64_t tuples,
                       TuplesLayout const& layout, cudaStream_t stream) {
  int64_t const count = tuples * layout.slice;
  dim3 const grid = capped_grid(ceil_div(count, threads));
  if (count <= std::numeric_limits<int32_t>::max()) {
    return launch(scatter_nd_kernel<Op, uint32_t, T, Out>, grid, threads, stream, indices, updates,
                  output, count, layout);
  }
  return launch(scatter_nd_kernel<Op, uint64_t, T, Out>, grid, threads, stream, indices, updates,
                output, count, layout);
}

template <class Op, class T, class Out>
cudaError_t run(int32_t const* indices, T const* updates, Out* output, int64_t tuples,
                TuplesLayout const& layout, cudaStream_t stream) {
  if constexpr (std::is_same_v<Op, Assign>) {
    constexpr int n = pack_size<T>();
    if (layout.slice % n == 0 && aligned<n>(updates) && aligned<n>(output)) {
      TuplesLayout packs = layout;  // whole slices lie between places, hence whole packs
      packs.slice /= n;
      for (int d = 0; d < packs.depth; ++d) packs.stride[d] /= n;
      return run_tuples<Op>(indices, reinterpret_cast<uint4 const*>(updates),
                            reinterpret_cast<uint4*>(output), tuples, packs, stream);
    }
  }
  return run_tuples<Op>(indices, updates, output, tuples, layout, stream);
}

struct Same {
  __device__ float operator()(float v) const { return v; }
};

template <class T, class Layout>
cudaError_t scatter(T const* data, int32_t const* indices, T const* updates, T* output,
                    int64_t size, int64_t count, Layout const& layout, Reduction reduction,
                    void* workspace, cudaStream_t stream) {
  if (size <= 0) return cudaSuccess;
  if constexpr (std::is_same_v<T, __half>) {
    if (reduction != Reduction::none && count > 0) {
      auto* const wide = static_cast<float*>(workspace);
      cudaError_t status = elementwise(stream, size, Same{}, wide, data);
      if (status != cudaSuccess) return status;
      switch (reduction) {
        case Reduction::none: break;
        case Reduction::add:
          status = run<AtomicAdd>(indices, updates, wide, count, layout, stream);
          break;
        case Reduction::mul:
          status = run<Atomic<Multiply>>(indices, updates, wide, count, layout, stream);
          break;
        case Reduction::max:
          status = run<Atomic<Larger>>(indices, updates, wide, count, layout, stream);
          break;
        case Reduction::min:
          status = run<Atomic<Smaller>>(indices, updates, wide, count, layout, stream);
          break;
      }
      if (status != cudaSuccess) return status;
      return elementwise(stream, size, Same{}, output, static_cast<float const*>(wide));
    }
  }
  cudaError_t const status = cudaMemcpyAsync(output, data, static_cast<size_t>(size) * sizeof(T),
                                             cudaMemcpyDeviceToDevice, stream);
  if (status != cudaSuccess || count <= 0) return status;
  if (reduction == Reduction::none) {
    return run<Assign>(indices, updates, output, count, layout, stream);
  }
  if constexpr (std::is_same_v<T, bool>) {
    return reduction == Reduction::add || reduction == Reduction::max
               ? run<SetTo<true>>(indices, updates, output, count, layout, stream)
               : run<SetTo<false>>(indices, updates, output, count, layout, stream);
  } else if constexpr (!std::is_same_v<T, __half>) {
    switch (reduction) {
      case Reduction::none: break;
      case Reduction::add: return run<AtomicAdd>(indices, updates, output, count, layout, stream);
      case Reduction::mul:
        return run<Atomic<Multiply>>(indices, updates, output, count, layout, stream);
      case Reduction::max:
        return run<Atomic<Larger>>(indices, updates, output, count, layout, stream);
      case Reduction::min:
        return run<Atomic<Smaller>>(indices, updates, output, count, layout, stream);
    }
  }
  return cudaErrorInvalidValue;
}

}  // namespace

template <class T>
size_t scatter_workspace(int64_t size, Reduction reduction) {
  bool const wide = std::is_same_v<T, __half> && reduction != Reduction::none;
  return wide ? static_cast<size_t>(std::max<int64_t>(size, 0)) * sizeof(float) : 0;
}

template <class T>
cudaError_t scatter_elements(T const* data, int32_t const* indices, T const* updates, T* output,
                             int64_t size, int64_t count, ElementsLayout const& layout,
                             Reduction reduction, void* workspace, cudaStream_t stream) {
  return scatter(data, indices, updates, output, size, count, layout, reduction, workspace, stream);
}

template <class T>
cudaError_t scatter_nd(T const* data, int32_t const* indices, T const* updates, T* output,
                       int64_t size, int64_t count, TuplesLayout const& layout, Reduction reduction,
                       void* workspace, cudaStream_t stream) {
  return scatter(data, indices, updates, output, size, layout.slice > 0 ? count : 0, layout,
                 reduction, workspace, stream);
}

#define TRTP_SCATTER(T)                                                                           \
  template size_t scatter_workspace<T>(int64_t, Reduction);                                       \
  template cudaError_t scatter_elements(T const*, int32_t const*, T const*, T*, int64_t, int64_t, \
                                        ElementsLayout const&, Reduction, void*, cudaStream_t);   \
  template cudaError_t scatter_nd(T const*, int32_t const*, T const*, T*, int64_t, int64_t,       \
                                  TuplesLayout const&, Reduction, void*, cudaStream_t);
TRTP_SCATTER(float)
TRTP_SCATTER(__half)
TRTP_SCATTER(int32_t)
TRTP_SCATTER(bool)

}  // namespace trtp::kernels

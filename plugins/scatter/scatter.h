#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace trtp {

// What becomes of an element and the updates that fall on it.
enum class Reduction { none, add, mul, max, min };

namespace kernels {

inline constexpr int scatter_rank = 8;

// Where the updates of ScatterElements go: update i has the position p of i in the row-major
// `extent`s, and falls on element sum(p[d] * stride[d]) + index * axis_stride, index =
// indices[i] in [-axis_extent, axis_extent). stride is 0 for the axis.
struct ElementsLayout {
  int rank = 0;
  int64_t extent[scatter_rank] = {};
  int64_t stride[scatter_rank] = {};
  int64_t axis_extent = 0;
  int64_t axis_stride = 0;
};

// Where those of ScatterND go: tuple t of indices, `depth` of them, is the place sum(indices[t, d]
// * stride[d]) of a slice of `slice` elements, indices[t, d] in [-extent[d], extent[d]).
struct TuplesLayout {
  int depth = 0;
  int64_t extent[scatter_rank] = {};
  int64_t stride[scatter_rank] = {};
  int64_t slice = 1;
};

// output = data with `updates` (of them, or tuples of indices, `count`) put in or combined with
// what is there. An index out of range drops its update. Without a reduction, of several updates of
// an element any one may be left. With one they combine in any order; max and min give NaN where
// one of them is. T is float, __half, int32_t or bool; bool adds with or, multiplies with and.
// `data` and `output`, of `size` elements, do not overlap. `workspace` is of scatter_workspace()
// bytes: reductions of __half are done in float.
template <class T>
size_t scatter_workspace(int64_t size, Reduction reduction);
template <class T>
cudaError_t scatter_elements(T const* data, int32_t const* indices, T const* updates, T* output,
                             int64_t size, int64_t count, ElementsLayout const& layout,
                             Reduction reduction, void* workspace, cudaStream_t stream);
template <class T>
cudaError_t scatter_nd(T const* data, int32_t const* indices, T const* updates, T* output,
                       int64_t size, int64_t count, TuplesLayout const& layout, Reduction reduction,
                       void* workspace, cudaStream_t stream);

}  // namespace kernels
}  // namespace trtp

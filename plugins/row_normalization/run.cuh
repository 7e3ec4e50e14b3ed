#pragma once

// Which kernel does which rows.

#include <type_traits>

#include "held_rows.cuh"
#include "layout.cuh"
#include "ring_plans.cuh"
#include "split_rows.cuh"

namespace trtp::kernels {

namespace detail {

template <class... Shape>
struct RowShapes {};

// In the order of what they hold: the first that holds a row does it. Several accesses per thread
// and few threads per row are fastest on an H200, as sums of few threads are found sooner.
// An element of scale per column of aligned rows is what models have; others share a few kernels.
using FineShapes = RowShapes<RowShape<1, 1>, RowShape<2, 1>, RowShape<4, 1>, RowShape<4, 2>,
                             RowShape<8, 2>, RowShape<16, 2>, RowShape<16, 3>, RowShape<32, 2>,
                             RowShape<32, 3>, RowShape<32, 4>, RowShape<64, 3>, RowShape<64, 4>,
                             RowShape<128, 3>, RowShape<128, 4>, RowShape<256, 3>, RowShape<256, 4>,
                             RowShape<256, 5>, RowShape<256, 6>, RowShape<256, 8>>;
// Of ragged rows: as a row of 2^k columns, or one less, may touch an access more than it fills,
// these hold a quarter more.
using RaggedShapes =
    RowShapes<RowShape<4, 1>, RowShape<4, 3>, RowShape<16, 2>, RowShape<16, 5>, RowShape<32, 5>,
              RowShape<64, 5>, RowShape<128, 5>, RowShape<256, 5>, RowShape<512, 5>>;
using CoarseShapes = RowShapes<RowShape<4, 1>, RowShape<8, 2>, RowShape<32, 2>, RowShape<32, 4>,
                               RowShape<128, 4>, RowShape<256, 4>, RowShape<512, 4>>;
using ScalarShapes = RowShapes<RowShape<4, 4>, RowShape<32, 4>, RowShape<256, 4>, RowShape<256, 8>>;
// Where there are rows enough for all processors: a block for a row that fills half of one, or all
// of it; then clusters of blocks.
using LargeShapes = RowShapes<RowShape<512, 6>, RowShape<512, 8>, RowShape<512, 10>,
                              RowShape<1024, 8>, RowShape<1024, 10>>;
using LargeClusters = RowShapes<RowShape<2048, 8, 2>, RowShape<4096, 8, 4>, RowShape<8192, 8, 8>>;
// For fewer.
using SmallClusters = RowShapes<RowShape<2048, 4, 4>, RowShape<4096, 4, 8>, RowShape<8192, 4, 8>>;

template <class Kind, bool Ragged, int N, class T, class S, class Layout, class... Shape>
bool run_shapes(NormalizedRows<T, S, Layout> const& p, cudaError_t& status, RowShapes<Shape...>) {
  return ((p.cols <= Shape::template columns<Ragged, N>() &&
           (status = run_held_rows<Kind, Shape, Ragged, N>(p), true)) ||
          ...);
}

template <class Kind, bool Ragged, int N, class Shapes, class T, class S, class Layout>
cudaError_t run_rows(NormalizedRows<T, S, Layout> const& p, void* workspace) {
  cudaError_t status = cudaSuccess;
  if constexpr (!Ragged && N > 1) {
    if (run_ring_rows<Kind>(p, status)) return status;
  }
  if (run_shapes<Kind, Ragged, N>(p, status, Shapes{})) return status;
  if constexpr (N > 1) {
    Device device;
    status = current_device(device);
    if (status != cudaSuccess) return status;
    bool const many = p.rows >= device.processors;
    bool const clusters = has_clusters(device);
    if constexpr (!Ragged) {
      if (many && run_shapes<Kind, Ragged, N>(p, status, LargeShapes{})) return status;
    }
    if (clusters && !many && run_shapes<Kind, Ragged, N>(p, status, SmallClusters{})) {
      return status;
    }
    if (clusters && run_shapes<Kind, Ragged, N>(p, status, LargeClusters{})) return status;
  }
  return run_split_rows<Kind, Ragged, N>(p, workspace);
}

template <class Layout, class T, class S>
NormalizedRows<T, S, Layout> with_layouts(NormalizedRows<T, S, Broadcast> const& p,
                                          Layout const& scale, Layout const& bias) {
  return {p.x,  p.y,    p.mean, p.inverse,      p.scale,   p.bias,  scale,
          bias, p.rows, p.cols, p.inverse_cols, p.epsilon, p.stream};
}

}  // namespace detail

// Layouts as broadcast() has them; workspace: row_normalization_workspace() bytes.
template <class Kind, class T, class S>
cudaError_t normalize_rows(NormalizedRows<T, S, Broadcast> p, void* workspace) {
  if (p.rows <= 0) return cudaSuccess;
  p.inverse_cols = static_cast<float>(1.0 / static_cast<double>(p.cols));
  if (p.bias == nullptr) p.bias_layout = p.scale_layout;
  constexpr int n = pack_size<T>();
  if (p.cols == 0) {  // nothing but the mean of nothing
    if (p.mean == nullptr && p.inverse == nullptr) return cudaSuccess;
    return run_held_rows<Kind, RowShape<1, 1>, false, n>(
        detail::with_layouts(p, PerColumn{}, PerColumn{}));
  }
  bool const packs = aligned<n>(p.x) && aligned<n>(p.y);
  bool const whole = p.cols % n == 0;
  if constexpr (std::is_same_v<T, S>) {
    if (packs && is_per_column(p.scale_layout, p.cols) && is_per_column(p.bias_layout, p.cols)) {
      auto const q = detail::with_layouts(p, PerColumn{}, PerColumn{});
      return whole && aligned<n>(p.scale) && aligned<n>(p.bias)
                 ? detail::run_rows<Kind, false, n, detail::FineShapes>(q, workspace)
                 : detail::run_rows<Kind, true, n, detail::RaggedShapes>(q, workspace);
    }
    PerRun scale, bias;
    if (packs && as_per_run(p.scale_layout, p.rows, p.cols, scale) &&
        as_per_run(p.bias_layout, p.rows, p.cols, bias)) {
      auto const q = detail::with_layouts(p, scale, bias);
      return whole ? detail::run_rows<Kind, false, n, detail::CoarseShapes>(q, workspace)
                   : detail::run_rows<Kind, true, n, detail::RaggedShapes>(q, workspace);
    }
  }
  auto const in_packs = [](Broadcast const& b) {
    return b.rank == 0 || b.extent[b.rank - 1] % n == 0;
  };
  auto const q = detail::with_layouts(p, AnyLayout{p.scale_layout}, AnyLayout{p.bias_layout});
  return packs && whole && in_packs(p.scale_layout) && in_packs(p.bias_layout)
             ? detail::run_rows<Kind, false, n, detail::CoarseShapes>(q, workspace)
             : detail::run_rows<Kind, false, 1, detail::ScalarShapes>(q, workspace);
}

}  // namespace trtp::kernels

#pragma once

// Behind definitions of NAME, TYPE, LAYOUT and SHAPE, of a ring or of rows held in registers: that
// kernel.

#include <type_traits>

#include "kernel.h"
#include "row_normalization/held_rows.cuh"
#include "row_normalization/ring_rows.cuh"

namespace {

using namespace trtp::kernels;

using T = TYPE;
using Kind = MeanAndVariance;

template <class Layout>
NormalizedRows<T, T, Layout> rows_of(Rows const& rows) {
  NormalizedRows<T, T, Layout> p{};
  p.x = static_cast<T const*>(rows.x);
  p.y = static_cast<T*>(rows.y);
  p.scale = static_cast<T const*>(rows.scale);
  p.bias = static_cast<T const*>(rows.bias);
  p.rows = rows.rows;
  p.cols = rows.cols;
  p.inverse_cols = 1.F / static_cast<float>(rows.cols);
  p.epsilon = 1e-5F;
  if constexpr (std::is_same_v<Layout, PerRun>) {
    auto& layout = p.scale_layout;
    layout.run = Divider(static_cast<uint32_t>(rows.run));
    layout.rows = Divider(static_cast<uint32_t>(rows.channels * rows.run / rows.cols));
    layout.per_row = static_cast<uint32_t>(rows.cols / rows.run);
    p.bias_layout = layout;
  }
  return p;
}

template <class Shape>
struct Measured {  // a ring
  using Launch = RingLaunch<Kind, Shape, T, T, LAYOUT>;
  static constexpr int fewest_slots = Shape::fewest_slots, most_slots = Shape::most_slots;
  static bool holds(int64_t cols, int blocks) { return cols <= Shape::template columns<T>(blocks); }
  static int clusters(int blocks, int slots) {
    int out = 0;
    if (Launch::clusters_at_once(blocks, slots, out) == cudaSuccess) return out;
    cudaGetLastError();
    return 0;
  }
  static cudaError_t run(Rows const& rows, int blocks, int slots, int fit) {
    return Launch::run(rows_of<LAYOUT>(rows), blocks, slots, fit);
  }
};

template <int Lanes, int Packs, int Blocks>
struct Measured<RowShape<Lanes, Packs, Blocks>> {
  using Shape = RowShape<Lanes, Packs, Blocks>;
  static constexpr int fewest_slots = 0, most_slots = 0;
  static bool holds(int64_t cols, int blocks) {
    return blocks == 1 && cols <= Shape::template columns<false, pack_size<T>()>();
  }
  static int clusters(int, int) { return 1; }
  static cudaError_t run(Rows const& rows, int, int, int) {
    return run_held_rows<Kind, Shape, false, pack_size<T>()>(rows_of<LAYOUT>(rows));
  }
};

[[maybe_unused]] bool const known = [] {
  using This = Measured<SHAPE>;
  kernels().push_back({NAME, std::is_same_v<T, float> ? "float32" : "float16",
                       std::is_same_v<LAYOUT, PerColumn>, This::fewest_slots, This::most_slots,
                       This::holds, This::clusters, This::run});
  return true;
}();

}  // namespace

#pragma once

// Behind definitions of NAME and SHAPE, of TYPE, LAYOUT and, for rows held in registers, HELD: that
// kernel.

#include <type_traits>

#include "kernel.h"
#include "row_normalization/held_rows.cuh"
#include "row_normalization/ring_rows.cuh"

namespace {

using namespace trtp::kernels;

using Shape = SHAPE;
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

#ifdef HELD
constexpr int fewest = 0, most = 0;
bool holds(int64_t cols, int blocks) {
  return blocks == 1 && cols <= Shape::columns<false, pack_size<T>()>();
}
int clusters(int, int) { return 1; }
cudaError_t run(Rows const& rows, int, int, int) {
  return run_held_rows<Kind, Shape, false, pack_size<T>()>(rows_of<LAYOUT>(rows));
}
#else
using Launch = RingLaunch<Kind, Shape, T, T, LAYOUT>;
constexpr int fewest = Shape::fewest_slots, most = Shape::most_slots;
bool holds(int64_t cols, int blocks) { return cols <= Shape::columns<T>(blocks); }
int clusters(int blocks, int slots) {
  int out = 0;
  if (Launch::clusters_at_once(blocks, slots, out) == cudaSuccess) return out;
  cudaGetLastError();
  return 0;
}
cudaError_t run(Rows const& rows, int blocks, int slots, int fit) {
  return Launch::run(rows_of<LAYOUT>(rows), blocks, slots, fit);
}
#endif

[[maybe_unused]] bool const known = [] {
  char const* const type = std::is_same_v<T, float> ? "float32" : "float16";
  bool const per_column = std::is_same_v<LAYOUT, PerColumn>;
  kernels().push_back({NAME, type, per_column, fewest, most, holds, clusters, run});
  return true;
}();

}  // namespace

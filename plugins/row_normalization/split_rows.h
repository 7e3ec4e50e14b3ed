#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace trtp::kernels {

// How rows that nothing on the chip holds are cut: into `parts` parts of `part` elements each.
struct RowSplit {
  static constexpr int threads = 256;
  static constexpr int packs = 4;  // of a thread in flight together
  // Of a part, in numbers of what its block reads together.
  static constexpr int fewest_batches = 2;
  static constexpr int most_parts = threads;  // each is a thread's when they are put together

  int64_t parts;
  int64_t part;
};

namespace detail {

constexpr int64_t split_batch(int element_bytes) {
  return RowSplit::threads * RowSplit::packs * int64_t{16 / element_bytes};
}
constexpr int64_t pieces(int64_t a, int64_t b) { return (a + b - 1) / b; }

}  // namespace detail

// `places`: the columns, and those of the row before it that its first pack may start with.
inline RowSplit split_row(int64_t places, int element_bytes) {
  int64_t const batch = detail::split_batch(element_bytes);
  int64_t const batches = std::max<int64_t>(RowSplit::fewest_batches,
                                            detail::pieces(places, batch * RowSplit::most_parts));
  return {detail::pieces(places, batches * batch), batches * batch};
}

// What rows that may have to be split need, in bytes; no less for larger ones. 0 where no row is.
inline size_t row_normalization_workspace(int64_t rows, int64_t cols, int element_bytes) {
  constexpr int64_t always_held = 2048;  // where elements are read one by one
  if (rows <= 0 || cols <= always_held) return 0;
  int64_t const parts = detail::pieces(
      cols + 16 / element_bytes - 1, RowSplit::fewest_batches * detail::split_batch(element_bytes));
  return static_cast<size_t>(rows * std::min<int64_t>(parts, RowSplit::most_parts)) * 4 *
         sizeof(float);  // PartMoments
}

}  // namespace trtp::kernels

#pragma once

// How columns are taken out of rows: by way of shared memory or not, and which part a block does.

#include <algorithm>
#include <cstdint>

#include "array_feature_extractor.h"

namespace trtp::kernels {

constexpr int column_threads = 256;

struct ColumnPlan {
  static constexpr int memory = 48 * 1024;  // bytes that every device has for a block
  static constexpr int sector = 32;         // bytes that are read of memory at least

  int pack = 1;        // elements of an access
  int unit = 0;        // bytes of a column in shared memory; 0: read where it is
  int groups = 1;      // of rows that share their units, a block's
  int64_t chunk = 0;   // columns of y that a block writes
  int64_t chunks = 1;  // to all of them
  int bytes = 0;       // of shared memory

  int rows(int element_bytes) const { return unit / element_bytes; }  // that share a unit
};

// `aligned`: x, y and the indices are, to 16 bytes.
inline ColumnPlan plan_of(Columns const& shape, int element_bytes, bool aligned) {
  ColumnPlan plan;
  int const pack = 16 / element_bytes;
  if (aligned && shape.columns % pack == 0 && shape.wanted % pack == 0) plan.pack = pack;
  plan.chunk = shape.wanted;
  // Rows of which but little is wanted are not read as a whole.
  if (shape.wanted * ColumnPlan::sector < shape.columns * element_bytes) return plan;
  int const wide = element_bytes == 1 ? 8 : 16;  // more would take too many registers
  if (shape.columns == 0 || shape.columns > ColumnPlan::memory / 4) return plan;
  plan.unit = shape.columns <= ColumnPlan::memory / wide ? wide : 4;
  int64_t const least = int64_t{column_threads} * plan.pack * 4;
  plan.chunk = std::min(shape.wanted, std::max(4 * shape.columns, least));
  plan.chunks = (shape.wanted + plan.chunk - 1) / plan.chunk;
  int64_t const accesses = std::max(shape.columns, plan.chunk) / plan.pack;
  plan.groups = static_cast<int>(std::max<int64_t>(1, column_threads / accesses));
  // Places are exchanged among those of 128 bytes.
  plan.bytes = (plan.groups * static_cast<int>(shape.columns) * plan.unit + 127) / 128 * 128;
  return plan;
}

}  // namespace trtp::kernels

#pragma once

// What the products of matrices have in common: shapes as NumPy's matmul, and numbers per row or
// column.

#include <algorithm>

#include "integer_product.h"
#include "op/dim.h"
#include "op/error.h"
#include "op/tensor.h"

namespace trtp::integer_product {

inline Dims matmul_shape(Dims const& a, char const* a_name, Dims const& b, char const* b_name) {
  if (a.rank() == 0) fail("input '", a_name, "': expected at least 1 dimension, got none");
  if (b.rank() == 0) fail("input '", b_name, "': expected at least 1 dimension, got none");
  auto const k_of_a = a[a.rank() - 1].known();
  auto const k_of_b = b[std::max(0, b.rank() - 2)].known();
  if (k_of_a && k_of_b && *k_of_a != *k_of_b) {
    fail("input '", b_name, "': expected ", *k_of_a, " rows, as '", a_name, "' has columns, got ",
         *k_of_b);
  }
  int const a_batch = std::max(0, a.rank() - 2), b_batch = std::max(0, b.rank() - 2);
  int const rank = std::max(a_batch, b_batch);
  Dims out;
  for (int i = 0; i < rank; ++i) {
    int const ai = i - (rank - a_batch), bi = i - (rank - b_batch);
    if (ai < 0 || bi < 0) {
      out.dims.push_back(ai < 0 ? b[bi] : a[ai]);
      continue;
    }
    auto const x = a[ai].known(), y = b[bi].known();
    if (x && y && *x != *y && *x != 1 && *y != 1) {
      fail("input '", b_name, "': dimension ", bi, ": expected 1 or ", *x, ", got ", *y);
    }
    if ((x && *x == 1) || (y && *y != 1)) {
      out.dims.push_back(b[bi]);
    } else if (x || y) {
      out.dims.push_back(a[ai]);
    } else {
      out.dims.push_back(max(a[ai], b[bi]));
    }
  }
  if (a.rank() > 1) out.dims.push_back(a[a.rank() - 2]);
  if (b.rank() > 1) out.dims.push_back(b[b.rank() - 1]);
  return out;
}

// Pointers and zero points are left to the caller.
inline kernels::IntegerMatrices matrices_of(Shape const& a, Shape const& b) {
  kernels::IntegerMatrices p;
  int const ar = a.rank(), br = b.rank();
  if (ar < 1 || br < 1) fail("expected at least 1 dimension of each matrix, got ", ar, " and ", br);
  p.m = ar > 1 ? a[ar - 2] : 1;
  p.k = a[ar - 1];
  p.n = br > 1 ? b[br - 1] : 1;
  int const a_batch = std::max(0, ar - 2), b_batch = std::max(0, br - 2);
  int const rank = std::max(a_batch, b_batch);
  int64_t extents[max_rank] = {};
  for (int i = 0; i < rank; ++i) {
    int const ai = i - (rank - a_batch), bi = i - (rank - b_batch);
    int64_t const x = ai < 0 ? 1 : a[ai], y = bi < 0 ? 1 : b[bi];
    extents[i] = x == 1 ? y : x;
    p.batches *= extents[i];
  }
  p.a_batches = kernels::broadcast(extents, rank, a.begin(), a_batch);
  p.b_batches = kernels::broadcast(extents, rank, b.begin(), b_batch);
  return p;
}

// One number; [m]; or the shape of `matrices` with 1 as the last extent: one per row.
template <class T>
kernels::Parameter<T> per_row(char const* name, Tensor<T const> t, Shape const& matrices) {
  if (!t || t.shape.rank() < 1 || t.shape.volume() == 1) return {t.data, 0, 0, 0};
  int const r = t.shape.rank(), mr = matrices.rank();
  int64_t const m = mr > 1 ? matrices[mr - 2] : 1;
  if (r == 1 && t.shape[0] == m) return {t.data, 0, 1, 0};
  if (r > 1 && t.shape[r - 1] == 1 && (t.shape[r - 2] == m || t.shape[r - 2] == 1)) {
    int64_t const leading = t.shape.volume(0, r - 2);
    if (leading == 1 || (mr > 1 && leading == matrices.volume(0, mr - 2))) {
      return {t.data, leading == 1 ? 0 : t.shape[r - 2], t.shape[r - 2] == 1 ? 0 : 1, 0};
    }
  }
  fail("input '", name, "': expected one number, or one per row of ", to_string(matrices),
       ", got shape ", to_string(t.shape));
}

// One number; [n]; or the shape of `matrices` with 1 as the last but one extent: one per column.
template <class T>
kernels::Parameter<T> per_column(char const* name, Tensor<T const> t, Shape const& matrices) {
  if (!t || t.shape.rank() < 1 || t.shape.volume() == 1) return {t.data, 0, 0, 0};
  int const r = t.shape.rank(), mr = matrices.rank();
  int64_t const n = mr > 1 ? matrices[mr - 1] : 1;
  if (t.shape[r - 1] == n || t.shape[r - 1] == 1) {
    int64_t const leading = r > 1 ? t.shape.volume(0, r - 2) : 1;
    bool const one_row = r == 1 || t.shape[r - 2] == 1;
    if (one_row && (leading == 1 || (mr > 1 && leading == matrices.volume(0, mr - 2)))) {
      return {t.data, leading == 1 ? 0 : t.shape[r - 1], 0, t.shape[r - 1] == 1 ? 0 : 1};
    }
  }
  fail("input '", name, "': expected one number, or one per column of ", to_string(matrices),
       ", got shape ", to_string(t.shape));
}

// Whatever can be broadcast to `matrices`, if the leading extents are either all there or all 1.
template <class T>
kernels::Parameter<T> per_element(char const* name, Tensor<T const> t, Shape const& matrices) {
  if (!t || t.shape.rank() < 1 || t.shape.volume() == 1) return {t.data, 0, 0, 0};
  int const r = t.shape.rank(), mr = matrices.rank();
  int64_t const rows = r > 1 ? t.shape[r - 2] : 1, columns = t.shape[r - 1];
  int64_t const leading = r > 1 ? t.shape.volume(0, r - 2) : 1;
  if (mr > 1 && (rows == 1 || rows == matrices[mr - 2]) &&
      (columns == 1 || columns == matrices[mr - 1]) &&
      (leading == 1 || leading == matrices.volume(0, mr - 2))) {
    return {t.data, leading == 1 ? 0 : rows * columns, rows == 1 ? 0 : columns,
            columns == 1 ? 0 : 1};
  }
  fail("input '", name, "': expected one number, or one per row or column of ", to_string(matrices),
       ", got shape ", to_string(t.shape));
}

}  // namespace trtp::integer_product

#pragma once

// What declarations of binary operators on bits share.

#include "bitwise.h"
#include "op/broadcast_shapes.h"
#include "op/operator.h"

namespace trtp {

template <class T>
cudaError_t run_bitwise(kernels::Bitwise op, Tensor<T const> const& a, Tensor<T const> const& b,
                        Tensor<T> const& y, Launch const& run) {
  return kernels::bitwise(op, a.data, {a.shape.begin(), a.shape.rank()}, b.data,
                          {b.shape.begin(), b.shape.rank()}, y.data,
                          {y.shape.begin(), y.shape.rank()}, run.stream);
}

}  // namespace trtp

#include "fixed_shape.cuh"

#include <cmath>

#include "fixed.h"
#include "plan.h"

namespace trtp::kernels::fft {

bool has_fixed(int64_t n, size_t shared_bytes) {
  bool fits = false;
  with_fixed_shape(
      n, [&](auto shape) { fits = decltype(shape)::pitch * sizeof(float2) <= shared_bytes; });
  return fits;
}

int convolution_length(int64_t n, size_t shared_bytes) {
  int length = 32;
  while (length < n && has_fixed(length, shared_bytes)) length *= 2;
  return has_fixed(length, shared_bytes) ? length : 0;
}

bool split_fixed(int64_t n, size_t shared_bytes, int& rows, int& cols) {
  auto const most = static_cast<int64_t>(std::sqrt(static_cast<double>(n)));
  for (int64_t length = most; length > 1 && n / length <= longest_in_block; --length) {
    if (n % length != 0 || !has_fixed(length, shared_bytes)) continue;
    if (!has_fixed(n / length, shared_bytes)) continue;
    rows = static_cast<int>(length);
    cols = static_cast<int>(n / length);
    return true;
  }
  return false;
}

}  // namespace trtp::kernels::fft

#pragma once

// How a transform is cut into stages: on the host, without allocating, since it is done per launch.

#include <cmath>
#include <cstdint>

#include "kernel/divider.h"

namespace trtp::kernels::fft {

// One transform of a length that fits into shared memory: x of `n` numbers is transformed by
// stages of butterflies (Stockham's order: what goes in in natural order comes out in it).
struct Plan {
  static constexpr int max_stages = 12;
  int n = 1;
  int stages = 0;
  int radix[max_stages] = {};
  int stride[max_stages] = {};  // product of the radices before
  float turn[max_stages] = {};  // -2 / (stride * radix): exp(i pi turn k) is a twiddle
  Divider by_stride[max_stages];
  Divider by_butterflies[max_stages];  // n / radix
};

// Whether all prime factors are among those with butterflies of their own.
inline bool is_smooth(int64_t n) {
  for (int p : {2, 3, 5, 7, 11, 13}) {
    while (n % p == 0) n /= p;
  }
  return n == 1;
}

// n is smooth, 1 <= n <= 4096.
inline Plan make_plan(int n) {
  Plan plan;
  plan.n = n;
  int rest = n, twos = 0;
  while (rest % 2 == 0) rest /= 2, ++twos;
  auto const push = [&](int radix) { plan.radix[plan.stages++] = radix; };
  // As few stages of powers of two as there can be, about equal ones, the largest first.
  for (int left = (twos + 3) / 4; left > 0; --left) {
    int const bits = (twos + left - 1) / left;
    push(1 << bits);
    twos -= bits;
  }
  for (int p : {13, 11, 7, 5, 3}) {
    while (rest % p == 0) rest /= p, push(p);
  }
  if (plan.stages == 0) push(1);
  int stride = 1;
  for (int i = 0; i < plan.stages; ++i) {
    int const radix = plan.radix[i];
    plan.stride[i] = stride;
    plan.turn[i] = static_cast<float>(-2.0 / (static_cast<double>(stride) * radix));
    plan.by_stride[i] = Divider(static_cast<uint32_t>(stride));
    plan.by_butterflies[i] = Divider(static_cast<uint32_t>(n / radix));
    stride *= radix;
  }
  return plan;
}

// How a transform of any length is done.
struct Method {
  enum Kind {
    block,            // in one kernel
    two_passes,       // n = rows * cols, a pass over memory for each
    chirp_block,      // Bluestein: a convolution of length `padded`, in one kernel
    chirp_two_passes  // the same through memory, padded = rows * cols
  } kind = block;
  int64_t n = 1;
  int64_t padded = 1;
  int rows = 1, cols = 1;
};

// What a block's shared memory holds: the longest transform done in one kernel.
inline constexpr int longest_in_block = 4096;

// The longest transform there is, for a `limit` on those in one kernel: a convolution of twice its
// length is done in two passes. Indices below 2^24 are exact in float.
constexpr int64_t longest(int limit) { return int64_t{limit} * limit / 2; }

namespace detail {

// rows * cols = n, about equal and at most `limit`, if there are such.
inline bool split(int64_t n, int limit, int& rows, int& cols) {
  auto d = static_cast<int64_t>(std::sqrt(static_cast<double>(n)));
  while (d > 1 && n % d != 0) --d;
  if (n / d > limit) return false;
  rows = static_cast<int>(d);
  cols = static_cast<int>(n / d);
  return true;
}

}  // namespace detail

// 1 <= n <= longest(limit); limit is a power of two.
inline Method method_for(int64_t n, int limit = longest_in_block) {
  Method m;
  m.n = m.padded = n;
  bool const smooth = is_smooth(n);
  if (smooth && n <= limit) return m;
  if (smooth && detail::split(n, limit, m.rows, m.cols)) {
    m.kind = Method::two_passes;
    return m;
  }
  // Powers of two have the fastest stages; 3 * 2^k is for where one of them is much too long.
  m.padded = 1;
  while (m.padded < 2 * n - 1) m.padded *= 2;
  if (m.padded >= 4 && m.padded / 4 * 3 >= 2 * n - 1) m.padded = m.padded / 4 * 3;
  m.kind = m.padded <= limit ? Method::chirp_block : Method::chirp_two_passes;
  if (m.kind == Method::chirp_two_passes) detail::split(m.padded, limit, m.rows, m.cols);
  return m;
}

}  // namespace trtp::kernels::fft

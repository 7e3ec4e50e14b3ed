#include "quantize_linear.h"

#include <algorithm>
#include <limits>

#include "kernel/divider.h"
#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;
constexpr int per_thread = 4;

// Where scales of elements of x are, with indices of 32 bits.
struct ScaleAt {
  int kind;
  Divider by_inner, by_axis, by_block;
  uint32_t blocks;

  __device__ __forceinline__ uint32_t operator()(uint32_t i) const {
    if (kind == ScaleLayout::one) return 0;
    uint32_t const row = quotient(i, by_inner);
    uint32_t const outer = quotient(row, by_axis);
    uint32_t const at = row - outer * by_axis.divisor;
    if (kind == ScaleLayout::per_axis) return at;
    return (outer * blocks + quotient(at, by_block)) * by_inner.divisor +
           (i - row * by_inner.divisor);
  }
};

template <class F, class X, class Scale, class Y>
__global__ void __launch_bounds__(threads)
    scaled_kernel(F f, X const* x, Scale const* scale, int32_t const* zero, Y* y, uint32_t count,
                  ScaleAt scale_at, bool same_scale) {
  // `same_scale`: packs do not reach into the next element of the axis, and are aligned.
  uint32_t const i = (blockIdx.x * threads + threadIdx.x) * per_thread;
  if (i >= count) return;
  auto const one = [&](X v, uint32_t s) {
    return f(v, static_cast<float>(scale[s]), zero == nullptr ? 0 : zero[s]);
  };
  if (same_scale) {
    uint32_t const s = scale_at(i);
    uint32_t const step = scale_at.kind == ScaleLayout::blocked ? 1 : 0;
    auto const in = detail::bit_cast<Values<X, per_thread>>(load<per_thread>(x + i));
    Values<Y, per_thread> out;
#pragma unroll
    for (int k = 0; k < per_thread; ++k) {
      out[k] = static_cast<Y>(one(in[k], s + static_cast<uint32_t>(k) * step));
    }
    store(y + i, detail::bit_cast<Pack<Y, per_thread>>(out));
    return;
  }
  for (uint32_t k = i; k < min(i + per_thread, count); ++k) {
    y[k] = static_cast<Y>(one(x[k], scale_at(k)));
  }
}

struct Quantize {
  float low, high;
  QuotientPrecision precision;

  template <class X>
  __device__ __forceinline__ int32_t operator()(X value, float scale, int32_t zero) const {
    auto x = static_cast<float>(value);
    float quotient;
    if (precision == QuotientPrecision::f16) {
      auto const rounded = [](float v) { return __half2float(__float2half_rn(v)); };
      quotient = rounded(__fdiv_rn(rounded(x), rounded(scale)));
    } else {
      quotient = __fdiv_rn(x, scale);
    }
    // Within 17 bits floats are exact; beyond, all is saturated.
    return static_cast<int32_t>(
        fminf(high, fmaxf(low, rintf(quotient) + static_cast<float>(zero))));
  }
};

struct Dequantize {
  __device__ __forceinline__ float operator()(int32_t x, float scale, int32_t zero) const {
    return static_cast<float>(x - zero) * scale;
  }
};

template <class F, class X, class Scale, class Y>
cudaError_t run(F const& f, X const* x, Scale const* scale, int32_t const* zero, Y* y,
                ScaleLayout const& layout, cudaStream_t stream) {
  constexpr int64_t most = std::numeric_limits<int32_t>::max() - threads * per_thread;
  int64_t const slice = layout.axis * layout.inner;
  if (slice <= 0 || layout.outer <= 0) return cudaSuccess;
  if (slice > most) return cudaErrorInvalidValue;
  ScaleAt at;
  at.kind = layout.kind;
  at.by_inner = Divider(static_cast<uint32_t>(layout.inner));
  at.by_axis = Divider(static_cast<uint32_t>(layout.axis));
  at.by_block = Divider(static_cast<uint32_t>(std::min(layout.block, layout.axis)));
  int64_t const blocks = ceil_div(layout.axis, std::min(layout.block, layout.axis));
  at.blocks = static_cast<uint32_t>(blocks);
  int64_t const whole = layout.kind == ScaleLayout::one ? layout.outer * slice : layout.inner;
  bool const same = whole % per_thread == 0 && aligned<per_thread>(x) && aligned<per_thread>(y);
  // Slices whose indices have 32 bits.
  int64_t const at_once = most / slice;
  for (int64_t first = 0; first < layout.outer; first += at_once) {
    int64_t const count = std::min(at_once, layout.outer - first) * slice;
    int64_t const scales = layout.kind == ScaleLayout::blocked ? first * blocks * layout.inner : 0;
    cudaError_t const status = launch(
        scaled_kernel<F, X, Scale, Y>, capped_grid(ceil_div(count, threads * per_thread)), threads,
        stream, f, x + first * slice, scale + scales, zero == nullptr ? nullptr : zero + scales,
        y + first * slice, static_cast<uint32_t>(count), at, same);
    if (status != cudaSuccess) return status;
  }
  return cudaSuccess;
}

}  // namespace

template <class X, class Scale>
cudaError_t quantize(X const* x, Scale const* scale, int32_t const* zero, int32_t* y,
                     ScaleLayout const& layout, int32_t low, int32_t high,
                     QuotientPrecision precision, cudaStream_t stream) {
  Quantize const f{static_cast<float>(low), static_cast<float>(high), precision};
  return run(f, x, scale, zero, y, layout, stream);
}

template <class T>
cudaError_t dequantize(int32_t const* x, T const* scale, int32_t const* zero, T* y,
                       ScaleLayout const& layout, cudaStream_t stream) {
  return run(Dequantize{}, x, scale, zero, y, layout, stream);
}

#define TRTP_QUANTIZE(X, Scale)                                                          \
  template cudaError_t quantize(X const*, Scale const*, int32_t const*, int32_t*,        \
                                ScaleLayout const&, int32_t, int32_t, QuotientPrecision, \
                                cudaStream_t);
TRTP_QUANTIZE(float, float)
TRTP_QUANTIZE(float, __half)
TRTP_QUANTIZE(__half, float)
TRTP_QUANTIZE(__half, __half)
TRTP_QUANTIZE(int32_t, float)

#define TRTP_DEQUANTIZE(T)                                                      \
  template cudaError_t dequantize(int32_t const*, T const*, int32_t const*, T*, \
                                  ScaleLayout const&, cudaStream_t);
TRTP_DEQUANTIZE(float)
TRTP_DEQUANTIZE(__half)

}  // namespace trtp::kernels

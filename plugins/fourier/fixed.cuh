#pragma once

// Transforms that stay in registers, but for exchanges through shared memory between stages. A
// block's threads go through them step by step; on the host, one thread plays all of them.

#include "access.cuh"
#include "composed.cuh"
#include "fixed.h"
#include "fixed_shape.cuh"

namespace trtp::kernels::fft {

// What a thread has of its transform.
template <class Shape>
struct Lane {
  int t;           // 0 .. Shape::lanes - 1
  bool is_there;   // or else there are no more transforms
  float2* memory;  // of the transform; Shape::pitch numbers
  uint32_t u;      // which transform
  float2 v[Shape::each];
};

TRTP_HOST_DEVICE float2 load_once(float const* p) {
#ifdef __CUDA_ARCH__
  return __ldcs(reinterpret_cast<float2 const*>(p));
#else
  return load_pair(p, true);
#endif
}
TRTP_HOST_DEVICE float2 load_once(__half const* p) {
#ifdef __CUDA_ARCH__
  return __half22float2(__ldcs(reinterpret_cast<__half2 const*>(p)));
#else
  return load_pair(p, true);
#endif
}
TRTP_HOST_DEVICE void store_once(float* p, float2 v) {
#ifdef __CUDA_ARCH__
  __stcs(reinterpret_cast<float2*>(p), v);
#else
  store_pair(p, v, true);
#endif
}
TRTP_HOST_DEVICE void store_once(__half* p, float2 v) {
#ifdef __CUDA_ARCH__
  __stcs(reinterpret_cast<__half2*>(p), __floats2half2_rn(v.x, v.y));
#else
  store_pair(p, v, true);
#endif
}

template <class Shape, FixedKind Kind>
struct FixedTransform {
  static constexpr int n = Shape::n, each = Shape::each, lanes = Shape::lanes;
  using Mine = Lane<Shape>;

  FixedJob job;

  // Threads: has alone(f), which calls f(lane) for every thread, and each(f), which then waits for
  // all. Shared memory that was read is written again only after each().
  template <class Threads>
  TRTP_HOST_DEVICE void operator()(Threads& threads) const {
    if (job.x_half) {
      load<__half>(threads);
    } else {
      load<float>(threads);
    }
#pragma unroll 1
    for (bool is_last = Kind != FixedKind::convolution;; is_last = true) {
      stages(threads);
      if (is_last) break;
      threads.alone([&](Mine& lane) { multiply_by_spectrum(lane); });
    }
    if (job.y_half) {
      store<__half>(threads);
    } else {
      store<float>(threads);
    }
  }

 private:
  // f(m) for every number of the thread.
  template <class F>
  static TRTP_HOST_DEVICE void for_all(F const& f) {
#pragma unroll
    for (int m = 0; m < each; ++m) f(m);
  }

  // The offset of a transform's first number.
  static TRTP_HOST_DEVICE int64_t base_of(Signals const& at, Divider const& inner, uint32_t u) {
    uint32_t const outer = quotient(u, inner);
    return outer * at.outer_stride + (u - outer * inner.divisor) * at.inner_stride;
  }

  // Place of number t + m lanes.
  static TRTP_HOST_DEVICE int place(int t, int m) {
    if constexpr (Shape::reads_split) {
      return Shape::padded(t) + Shape::padded(m * lanes);
    } else {
      return Shape::padded(t + m * lanes);
    }
  }
  // Place of number n - (t + m lanes).
  static TRTP_HOST_DEVICE int mirrored_place(int t, int m) {
    if constexpr (lanes % Shape::quantum == 0) {
      return Shape::padded(n - t) - Shape::padded(m * lanes);
    } else {
      return Shape::padded(n - t - m * lanes);
    }
  }

  static TRTP_HOST_DEVICE void put_all(Mine& lane) {
    for_all([&](int m) { lane.memory[place(lane.t, m)] = lane.v[m]; });
  }
  static TRTP_HOST_DEVICE void get_all(Mine& lane) {
    for_all([&](int m) { lane.v[m] = lane.memory[place(lane.t, m)]; });
  }

  // The index in its stage's cell of butterfly i of a thread.
  template <int S>
  static TRTP_HOST_DEVICE int within_stride(int t, int i) {
    constexpr int stride = Shape::template stride<S>();
    return (lanes % stride == 0 ? t : t + i * lanes) % stride;
  }

  template <int S>
  static TRTP_HOST_DEVICE void butterflies(Mine& lane) {
    constexpr int radix = Shape::template radix<S>(), stride = Shape::template stride<S>();
    constexpr int many = each / radix;
#pragma unroll
    for (int i = 0; i < many; ++i) {
      float2 x[radix];
#pragma unroll
      for (int r = 0; r < radix; ++r) x[r] = lane.v[i + r * many];
      if constexpr (S > 0) {
        constexpr float turn = static_cast<float>(-2.0 / (static_cast<double>(stride) * radix));
        float2 w[radix];
        w[1] = root(turn * static_cast<float>(within_stride<S>(lane.t, i)));
#pragma unroll
        for (int r = 2; r < radix; ++r) w[r] = mul(w[r / 2], w[r - r / 2]);
#pragma unroll
        for (int r = 1; r < radix; ++r) x[r] = mul(x[r], w[r]);
      }
      butterfly<radix>(x);
#pragma unroll
      for (int r = 0; r < radix; ++r) lane.v[i + r * many] = x[r];
    }
  }

  template <int S>
  static TRTP_HOST_DEVICE void put_butterflies(Mine& lane) {
    constexpr int radix = Shape::template radix<S>(), stride = Shape::template stride<S>();
    constexpr int many = each / radix;
#pragma unroll
    for (int i = 0; i < many; ++i) {
      int const j = lane.t + i * lanes, k = within_stride<S>(lane.t, i);
      int const first = (j - k) * radix + k;
#pragma unroll
      for (int r = 0; r < radix; ++r) {
        int const at = Shape::template writes_split<S>()
                           ? Shape::padded(first) + Shape::padded(r * stride)
                           : Shape::padded(first + r * stride);
        lane.memory[at] = lane.v[i + r * many];
      }
    }
  }

  template <int S = 0, class Threads>
  TRTP_HOST_DEVICE void stages(Threads& threads) const {
    if constexpr (S + 1 < Shape::stages) {
      threads.each([](Mine& lane) {
        butterflies<S>(lane);
        put_butterflies<S>(lane);
      });
      threads.each([](Mine& lane) { get_all(lane); });
      stages<S + 1>(threads);
    } else {
      threads.alone([](Mine& lane) { butterflies<S>(lane); });
    }
  }

  template <class T, class Threads>
  TRTP_HOST_DEVICE void load(Threads& threads) const {
    if constexpr (Kind == FixedKind::real_to_complex) {
      threads.alone([&](Mine& lane) { load_real<T>(lane); });
    } else if constexpr (Kind == FixedKind::complex_to_real) {
      threads.each([&](Mine& lane) { load_bins<T>(lane); });
      threads.each([&](Mine& lane) { pack_bins(lane); });
    } else {
      threads.alone([&](Mine& lane) { load_complex<T>(lane); });
    }
  }

  template <class T, class Threads>
  TRTP_HOST_DEVICE void store(Threads& threads) const {
    if constexpr (Kind == FixedKind::real_to_complex) {
      threads.each([](Mine& lane) { put_all(lane); });
      threads.alone([&](Mine& lane) { store_bins<T>(lane); });
    } else if constexpr (Kind == FixedKind::complex_to_real) {
      threads.alone([&](Mine& lane) { store_real<T>(lane); });
    } else {
      threads.alone([&](Mine& lane) { store_complex<T>(lane); });
    }
  }

  // The inverse transform is the transform with the signs of imaginary parts changed before and
  // after.
  TRTP_HOST_DEVICE float sign() const { return job.inverse ? -1.F : 1.F; }

  // Pairs t + m lanes of `length` at from, `step` apart, zeros behind. Where all are there, side by
  // side, their addresses are one and known distances.
  template <class T>
  static TRTP_HOST_DEVICE void load_pairs(Mine& lane, T const* from, int64_t step, int length) {
    from += 2 * (lane.t * step);
    if (step == 1 && length >= n) {
      for_all([&](int m) { lane.v[m] = load_once(from + 2 * m * lanes); });
      return;
    }
    int64_t const apart = 2 * lanes * step;
    for_all([&](int m) {
      lane.v[m] = {0.F, 0.F};
      if (lane.t + m * lanes < length) lane.v[m] = load_once(from + m * apart);
    });
  }
  template <class T>
  static TRTP_HOST_DEVICE void store_pairs(Mine const& lane, T* to, int64_t step, int length) {
    to += 2 * (lane.t * step);
    if (step == 1 && length >= n) {
      for_all([&](int m) { store_once(to + 2 * m * lanes, lane.v[m]); });
      return;
    }
    int64_t const apart = 2 * lanes * step;
    for_all([&](int m) {
      if (lane.t + m * lanes < length) store_once(to + m * apart, lane.v[m]);
    });
  }
  template <class T>
  TRTP_HOST_DEVICE T const* x_of(Mine const& lane, int parts) const {
    return static_cast<T const*>(job.x) + parts * base_of(job.x_at, job.x_inner, lane.u);
  }
  template <class T>
  TRTP_HOST_DEVICE T* y_of(Mine const& lane, int parts) const {
    return static_cast<T*>(job.y) + parts * base_of(job.y_at, job.y_inner, lane.u);
  }
  TRTP_HOST_DEVICE int x_length(Mine const& lane) const { return lane.is_there ? job.x_length : 0; }
  TRTP_HOST_DEVICE int y_length(Mine const& lane) const { return lane.is_there ? job.y_length : 0; }

  template <class T>
  TRTP_HOST_DEVICE void load_complex(Mine& lane) const {
    load_pairs(lane, x_of<T>(lane, 2), job.x_at.step, x_length(lane));
    for_all([&](int m) { lane.v[m].y *= sign(); });
    if constexpr (Kind == FixedKind::convolution) {
      for_all([&](int m) {
        int const i = lane.t + m * lanes;
        if (i < job.chirps) lane.v[m] = mul(lane.v[m], job.chirp[i]);
      });
    }
  }

  template <class T>
  TRTP_HOST_DEVICE void store_complex(Mine& lane) const {
    int const length = y_length(lane);
    if constexpr (Kind == FixedKind::convolution) {
      for_all([&](int m) {
        int const k = lane.t + m * lanes;
        if (k < length) lane.v[m] = mul(exchanged(lane.v[m], true), job.chirp[k]);
      });
    }
    if constexpr (Kind == FixedKind::twisted) twist(lane);
    float2 const scale{job.scale, job.scale * sign()};
    for_all([&](int m) { lane.v[m] = {lane.v[m].x * scale.x, lane.v[m].y * scale.y}; });
    store_pairs(lane, y_of<T>(lane, 2), job.y_at.step, length);
  }

  TRTP_HOST_DEVICE void twist(Mine& lane) const {
    uint32_t const part = lane.u - quotient(lane.u, job.y_inner) * job.y_inner.divisor;
    float2 const first = root(static_cast<int>(part) * lane.t, job.twist);
    float2 power[each];
    power[0] = {1.F, 0.F};
    if constexpr (each > 1) power[1] = root(static_cast<int>(part) * lanes, job.twist);
#pragma unroll
    for (int m = 0; m < each; ++m) {
      if (m > 1) power[m] = mul(power[m / 2], power[m - m / 2]);
      lane.v[m] = mul(lane.v[m], m == 0 ? first : mul(first, power[m]));
    }
  }

  // By the transform of the chirp; what follows is the inverse transform, of real and imaginary
  // parts exchanged.
  TRTP_HOST_DEVICE void multiply_by_spectrum(Mine& lane) const {
    for_all([&](int m) {
      lane.v[m] = exchanged(mul(lane.v[m], job.spectrum[lane.t + m * lanes]), true);
    });
  }

  // Number i of pairs of `length` real numbers, zeros behind.
  template <class T>
  static TRTP_HOST_DEVICE float2 pair_of(T const* p, int i, int length) {
    float2 v{0.F, 0.F};
    if (2 * i + 1 < length) {
      v = load_pair(p + 2 * i, true);
    } else if (2 * i < length) {
      v.x = static_cast<float>(p[2 * i]);
    }
    return v;
  }

  template <class T>
  TRTP_HOST_DEVICE void load_real(Mine& lane) const {
    int const length = x_length(lane);
    T const* const from = x_of<T>(lane, 1);
    auto const* const window = static_cast<T const*>(job.window);
    auto const multiply = [](float2 a, float2 b) { return float2{a.x * b.x, a.y * b.y}; };
    if (length >= 2 * n) {
      T const* const mine = from + 2 * lane.t;
      for_all([&](int m) { lane.v[m] = load_pair(mine + 2 * m * lanes, true); });
      if (window == nullptr) return;
      T const* const w = window + 2 * lane.t;
      for_all([&](int m) { lane.v[m] = multiply(lane.v[m], load_pair(w + 2 * m * lanes, true)); });
      return;
    }
    for_all([&](int m) { lane.v[m] = pair_of(from, lane.t + m * lanes, length); });
    if (window == nullptr) return;
    for_all([&](int m) {
      lane.v[m] = multiply(lane.v[m], pair_of(window, lane.t + m * lanes, job.x_length));
    });
  }

  template <class T>
  TRTP_HOST_DEVICE void store_real(Mine& lane) const {
    int const length = y_length(lane);
    T* const to = y_of<T>(lane, 1);
    for_all([&](int m) { lane.v[m] = {lane.v[m].x * job.scale, lane.v[m].y * -job.scale}; });
    if (length >= 2 * n) {
      T* const mine = to + 2 * lane.t;
      for_all([&](int m) { store_once(mine + 2 * m * lanes, lane.v[m]); });
      return;
    }
    for_all([&](int m) {
      int const i = 2 * (lane.t + m * lanes);
      if (i + 1 < length) {
        store_once(to + i, lane.v[m]);
      } else if (i < length) {
        to[i] = static_cast<T>(lane.v[m].x);
      }
    });
  }

  template <class T>
  TRTP_HOST_DEVICE void store_bins(Mine& lane) const {
    int const length = y_length(lane);
    float2 const w = root(static_cast<float>(lane.t) * (-1.F / n));
    float2 const scale{job.scale, job.scale * sign()};
    auto const finished = [&](float2 v) { return float2{v.x * scale.x, v.y * scale.y}; };
    float2 last{0.F, 0.F};  // bin n, the first lane's
    for_all([&](int m) {
      float2 const z = lane.v[m];
      bool const is_first = m == 0 && lane.t == 0;
      float2 const other = conj(lane.memory[is_first ? 0 : mirrored_place(lane.t, m)]);
      float2 const e = scaled(add(z, other), 0.5F);
      float2 const o = mul(scaled(times_minus_i(sub(z, other)), 0.5F), turned<2 * each>(w, m));
      lane.v[m] = finished(add(e, o));
      if (m == 0) last = finished(sub(e, o));
    });
    T* const to = y_of<T>(lane, 2);
    int64_t const step = job.y_at.step;
    store_pairs(lane, to, step, length);
    if (lane.t == 0 && n < length) store_once(to + 2 * (n * step), last);
    if (length <= n + 1) return;
    for_all([&](int m) {
      int const k = 2 * n - (lane.t + m * lanes);
      if (k < length) store_once(to + 2 * (k * step), conj(lane.v[m]));
    });
  }

  template <class T>
  TRTP_HOST_DEVICE void load_bins(Mine& lane) const {
    int const length = x_length(lane);
    T const* const from = x_of<T>(lane, 2);
    load_pairs(lane, from, job.x_at.step, length);
    if (lane.t == 0) {  // real numbers have no imaginary part there
      lane.v[0].y = 0.F;
      float2 last{0.F, 0.F};
      if (n < length) last.x = load_once(from + 2 * (n * job.x_at.step)).x;
      lane.memory[Shape::padded(n)] = last;
    }
    put_all(lane);
  }

  TRTP_HOST_DEVICE void pack_bins(Mine& lane) const {
    float2 const w = root(static_cast<float>(lane.t) * (-1.F / n));
    for_all([&](int m) {
      float2 const a = lane.v[m], b = conj(lane.memory[mirrored_place(lane.t, m)]);
      // conj(root(k, 2 n)), k = t + m lanes
      float2 const o = mul(scaled(sub(a, b), 0.5F), conj(turned<2 * each>(w, m)));
      lane.v[m] = conj(add(scaled(add(a, b), 0.5F), times_i(o)));
    });
  }
};

}  // namespace trtp::kernels::fft

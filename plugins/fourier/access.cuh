#pragma once

// Where transforms take their numbers from and put them to.

#include <cuda_fp16.h>

#include "block.cuh"
#include "fourier.h"

namespace trtp::kernels::fft {

TRTP_HOST_DEVICE float2 load_pair(float const* p, bool aligned) {
  if (aligned) return *reinterpret_cast<float2 const*>(p);
  return {p[0], p[1]};
}
TRTP_HOST_DEVICE float2 load_pair(__half const* p, bool aligned) {
  if (aligned) return __half22float2(*reinterpret_cast<__half2 const*>(p));
  return {__half2float(p[0]), __half2float(p[1])};
}
TRTP_HOST_DEVICE void store_pair(float* p, float2 v, bool aligned) {
  if (aligned) {
    *reinterpret_cast<float2*>(p) = v;
  } else {
    p[0] = v.x;
    p[1] = v.y;
  }
}
TRTP_HOST_DEVICE void store_pair(__half* p, float2 v, bool aligned) {
  if (aligned) {
    *reinterpret_cast<__half2*>(p) = __floats2half2_rn(v.x, v.y);
  } else {
    p[0] = __float2half_rn(v.x);
    p[1] = __float2half_rn(v.y);
  }
}
template <class T>
bool pairs_aligned(T const* p) {
  return reinterpret_cast<uintptr_t>(p) % (2 * sizeof(T)) == 0;
}

// Transforms of a tensor. Where a transform is done in parts, part p of `parts` has its numbers
// p, p + parts, p + 2 parts, ...
struct Spread {
  Signals at;
  int64_t first = 0;  // transform, of those that a launch does
  int parts = 1;

  TRTP_HOST_DEVICE Place place(int64_t u) const {
    int64_t const local = parts == 1 ? u : u / parts;
    int64_t const t = first + local;
    int64_t const outer = at.inner == 1 ? t : t / at.inner;
    return {outer * at.outer_stride + (t - outer * at.inner) * at.inner_stride,
            static_cast<int>(u - local * parts)};
  }
  TRTP_HOST_DEVICE int64_t offset(Place const& p, int index) const {
    return p.base + index * at.step;
  }
};

TRTP_HOST_DEVICE float2 exchanged(float2 v, bool swap) { return swap ? float2{v.y, v.x} : v; }

// The inverse transform is the transform with real and imaginary parts exchanged before and after:
// `swap`.

template <class T>
struct ComplexInput {
  T const* x;
  Spread spread;
  int length;
  bool swap, pairs;

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE float2 load(Place const& p, int n) const {
    float2 v{0.F, 0.F};
    if (n < length) v = load_pair(x + 2 * spread.offset(p, n), pairs);
    return exchanged(v, swap);
  }
};

template <class T>
struct ComplexOutput {
  T* y;
  Spread spread;
  int length;
  float scale;
  bool swap, pairs;

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE void store(Place const& p, int k, float2 v) const {
    if (k < length) {
      store_pair(y + 2 * spread.offset(p, k), scaled(exchanged(v, swap), scale), pairs);
    }
  }
};

// Real numbers two by two as complex ones. `pairs`: neighbours in memory, aligned.
template <class T>
struct PackedRealInput {
  T const* x;
  T const* window;
  Spread spread;
  int length;
  bool pairs;

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE float one(Place const& p, int n) const {
    return n < length ? static_cast<float>(x[spread.offset(p, n)]) : 0.F;
  }
  TRTP_HOST_DEVICE float2 load(Place const& p, int m) const {
    float2 v;
    if (pairs && 2 * m + 1 < length) {
      v = load_pair(x + spread.offset(p, 2 * m), true);
    } else {
      v = {one(p, 2 * m), one(p, 2 * m + 1)};
    }
    if (window != nullptr) {
      if (2 * m < length) v.x *= static_cast<float>(window[2 * m]);
      if (2 * m + 1 < length) v.y *= static_cast<float>(window[2 * m + 1]);
    }
    return v;
  }
};

// Bins of real numbers: k <= n / 2 are given, the others are their conjugates.
template <class T>
struct RealBinsOutput {
  T* y;
  Spread spread;
  int n;
  int length;
  float scale;
  bool inverse, pairs;

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE void put(Place const& p, int k, float2 v) const {
    if (k < length) store_pair(y + 2 * spread.offset(p, k), v, pairs);
  }
  TRTP_HOST_DEVICE void store_both(Place const& p, int k, float2 v) const {
    v = scaled(inverse ? conj(v) : v, scale);
    put(p, k, v);
    if (k > 0 && 2 * k < n) put(p, n - k, conj(v));
  }
};

// n / 2 + 1 bins of 2 m = n real numbers, as the transform of m complex ones: see RealToComplex,
// whose equations this solves for Z.
template <class T>
struct PackedBinsInput {
  T const* x;
  Spread spread;
  int n;
  int length;
  bool swap, pairs;

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE float2 bin(Place const& p, int k) const {
    float2 v{0.F, 0.F};
    if (k < length) v = load_pair(x + 2 * spread.offset(p, k), pairs);
    if (k == 0 || 2 * k == n) v.y = 0.F;  // what real numbers have there
    return v;
  }
  TRTP_HOST_DEVICE float2 load(Place const& p, int k) const {
    float2 const a = bin(p, k), b = conj(bin(p, n / 2 - k));
    float2 const o = mul(scaled(sub(a, b), 0.5F), conj(root(k, n)));
    return exchanged(add(scaled(add(a, b), 0.5F), times_i(o)), swap);
  }
};

template <class T>
struct PackedRealOutput {
  T* y;
  Spread spread;
  int length;
  float scale;
  bool swap, pairs;

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE void store(Place const& p, int m, float2 v) const {
    v = scaled(exchanged(v, swap), scale);
    if (pairs && 2 * m + 1 < length) {
      store_pair(y + spread.offset(p, 2 * m), v, true);
    } else {
      if (2 * m < length) y[spread.offset(p, 2 * m)] = static_cast<T>(v.x);
      if (2 * m + 1 < length) y[spread.offset(p, 2 * m + 1)] = static_cast<T>(v.y);
    }
  }
};

// float or __half: what takes more code has one kernel for both.
struct AnyReal {
  void const* p;
  bool half;
  TRTP_HOST_DEVICE float at(int64_t i) const {
    return half ? __half2float(static_cast<__half const*>(p)[i]) : static_cast<float const*>(p)[i];
  }
  TRTP_HOST_DEVICE float2 pair_at(int64_t i, bool aligned) const {
    return half ? load_pair(static_cast<__half const*>(p) + i, aligned)
                : load_pair(static_cast<float const*>(p) + i, aligned);
  }
};

// What has no faster way.
struct AnyInput {
  AnyReal x;
  AnyReal window;
  Spread spread;
  int n;
  int length;
  bool complex, hermitian, swap, pairs, with_chirp;

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE float2 load(Place const& p, int i) const {
    int const index = p.first + i * spread.parts;
    float2 v{0.F, 0.F};
    if (index >= n) return v;  // what makes a convolution's length convenient
    bool const other = hermitian && 2 * index > n;
    int const m = other ? n - index : index;
    if (m < length) {
      int64_t const at = spread.offset(p, m);
      if (complex) {
        v = x.pair_at(2 * at, pairs);
      } else {
        v.x = x.at(at);
      }
      if (window.p != nullptr) v = scaled(v, window.at(m));
    }
    if (hermitian && (m == 0 || 2 * m == n)) v.y = 0.F;
    if (other) v.y = -v.y;
    v = exchanged(v, swap);
    return with_chirp ? mul(v, chirp(index, n)) : v;
  }
};

struct AnyOutput {
  void* y;
  bool half;
  Spread spread;
  int n;
  int length;
  float scale;
  bool complex, swap, pairs, with_chirp;
  bool exchange;  // the last of two transforms that make a convolution

  TRTP_HOST_DEVICE Place place(int64_t u) const { return spread.place(u); }
  TRTP_HOST_DEVICE void store(Place const& p, int i, float2 v) const {
    int const k = p.first + i * spread.parts;
    if (k >= length) return;
    v = exchanged(v, exchange);
    if (with_chirp) v = mul(v, chirp(k, n));
    v = scaled(exchanged(v, swap), scale);
    int64_t const at = spread.offset(p, k);
    if (complex && half) {
      store_pair(static_cast<__half*>(y) + 2 * at, v, pairs);
    } else if (complex) {
      store_pair(static_cast<float*>(y) + 2 * at, v, pairs);
    } else if (half) {
      static_cast<__half*>(y)[at] = __float2half_rn(v.x);
    } else {
      static_cast<float*>(y)[at] = v.x;
    }
  }
};

// Scratch memory, as matrices of rows x cols complex numbers, one for each transform. A transform
// is done as those of the columns, multiplied by roots of unity, and then those of the rows:
//   X[k1 + rows k2] = sum over n2 of w(cols)^(n2 k2) w(n)^(n2 k1) (sum over n1 of w(rows)^(n1 k1)
//                     x[n1 cols + n2]),   w(m) = exp(-2 pi i / m).
struct ScratchInput {
  float2 const* x;
  int n;
  int parts;    // cols, for columns; 1, for rows
  int length;   // of what is transformed
  int chirp_n;  // not 0: the chirp of transforms of that length, instead of x

  TRTP_HOST_DEVICE Place place(int64_t u) const {
    if (parts == 1) return {u * length, 0};
    int64_t const t = u / parts;
    return {t * n, static_cast<int>(u - t * parts)};
  }
  TRTP_HOST_DEVICE float2 load(Place const& p, int i) const {
    int const index = p.first + i * parts;
    if (chirp_n == 0) return x[p.base + index];
    if (index < chirp_n) return conj(chirp(index, chirp_n));
    return n - index < chirp_n ? conj(chirp(n - index, chirp_n)) : float2{0.F, 0.F};
  }
};

struct ScratchOutput {
  float2* y;
  int n;
  int parts;
  bool twiddle;            // after columns
  float2 const* multiply;  // not null: times this, real and imaginary parts exchanged

  TRTP_HOST_DEVICE Place place(int64_t u) const {
    int64_t const t = u / parts;
    return {t * n, static_cast<int>(u - t * parts)};
  }
  TRTP_HOST_DEVICE void store(Place const& p, int i, float2 v) const {
    int const index = p.first + i * parts;
    if (twiddle) v = mul(v, root(p.first * i, n));
    if (multiply != nullptr) {
      v = mul(v, multiply[index]);
      v = {v.y, v.x};
    }
    y[p.base + index] = v;
  }
};

// The chirp of transforms of length n, and what its convolution of length `padded` goes with.
struct ChirpTables {
  float2* chirps;
  float2* others;
  int n, padded;

  TRTP_HOST_DEVICE void operator()(Thread const& thread, char* /*memory*/) const {
    auto const i = static_cast<int>(thread.block * thread.count + thread.index);
    if (i >= padded) return;
    if (i < n) chirps[i] = chirp(i, n);
    others[i] = ScratchInput{nullptr, padded, 1, padded, n}.load({0, 0}, i);
  }
};

}  // namespace trtp::kernels::fft

#pragma once

// Which kernels a transform takes. `Run` launches them: run(body, grid, threads, bytes of shared
// memory) and run.fixed(kind, n, job) -> cudaError_t.

#include <algorithm>
#include <cstddef>

#include "access.cuh"
#include "fixed.h"

namespace trtp::kernels::fft {

// What is done in pieces keeps this many complex numbers, 128 MiB, in scratch memory at a time:
// with fewer, which the L2 cache would hold, more is lost at the ends of kernels. A single
// transform may be larger.
inline constexpr int64_t scratch_numbers = int64_t{1} << 24;

// Scratch memory holds the transform of the chirp, and one matrix or two for so many transforms.
struct Scratch {
  int64_t spectrum = 0;  // complex numbers
  int64_t matrix = 0;
  int matrices = 0;
  int64_t at_once = 0;  // transforms
  size_t bytes() const {
    return static_cast<size_t>(spectrum + matrices * matrix) * sizeof(float2);
  }
};

inline Scratch scratch_for(Method const& m, int64_t transforms) {
  Scratch s;
  bool const through_memory = m.kind == Method::two_passes || m.kind == Method::chirp_two_passes;
  if (m.kind == Method::chirp_block || m.kind == Method::chirp_two_passes) s.spectrum = m.padded;
  if (through_memory) {
    s.at_once = std::min(transforms, std::max<int64_t>(1, scratch_numbers / m.padded));
    // The chirp is transformed even where nothing else is.
    s.matrix = m.padded * std::max<int64_t>(1, s.at_once);
    s.matrices = m.kind == Method::two_passes ? 1 : 2;
  }
  return s;
}

// A convolution in one kernel of a fixed length: spectrum and chirp.
inline size_t convolution_bytes(int padded) {
  return 2 * static_cast<size_t>(padded) * sizeof(float2);
}

// Enough for all lengths up to n, convolutions included.
inline size_t scratch_bound(int64_t n, int64_t transforms, int limit) {
  int64_t padded = 1;
  while (padded < 2 * n - 1) padded *= 2;
  int64_t const spectrum = padded;
  if (padded <= limit) return static_cast<size_t>(2 * spectrum) * sizeof(float2);
  int64_t const matrix =
      std::max(padded, std::min(std::max<int64_t>(1, transforms) * padded, scratch_numbers));
  return static_cast<size_t>(spectrum + 2 * matrix) * sizeof(float2);
}

// What transforms of length n, or if not `exact` of all lengths up to n, may need.
inline size_t workspace_for(int64_t n, int64_t transforms, bool exact, size_t shared_bytes,
                            int limit) {
  if (!exact) return scratch_bound(n, transforms, limit);
  size_t const bytes = scratch_for(method_for(n, limit), transforms).bytes();
  if (is_smooth(n)) return bytes;
  return std::max(bytes, convolution_bytes(convolution_length(2 * n - 1, shared_bytes)));
}

template <class Run>
class Transform {
 public:
  // `shared_bytes`: what a block may have.
  Transform(Run& run, size_t shared_bytes, int limit)
      : run_(run), shared_bytes_(shared_bytes), limit_(limit) {}

  template <class T>
  cudaError_t operator()(Fourier<T> const& f, void* workspace) const {
    if (f.transforms <= 0 || f.y_length <= 0) return cudaSuccess;
    if (f.n < 1 || f.n > longest(limit_)) return cudaErrorInvalidValue;
    if (fixed_complex(f)) return in_fixed(f, FixedKind::complex_to_complex, f.n, f.scale);
    if (fixed_real_to_complex(f)) {
      return in_fixed(f, FixedKind::real_to_complex, f.n / 2, f.scale);
    }
    if (fixed_complex_to_real(f)) {
      return in_fixed(f, FixedKind::complex_to_real, f.n / 2, 2.F * f.scale);
    }
    // Real numbers that come or go are half the work as pairs.
    if (f.n % 2 == 0 && is_smooth(f.n / 2) && f.n / 2 <= limit_) {
      if (!f.x_complex && !f.x_hermitian && f.y_complex) return real_to_complex(f);
      if (f.x_complex && f.x_hermitian && f.inverse && !f.y_complex) return complex_to_real(f);
    }
    Method const m = method_for(f.n, limit_);
    switch (m.kind) {
      case Method::block: return in_block(f);
      case Method::two_passes: {
        bool const whole = f.x_length >= f.n && f.y_length == f.n;
        bool const apart = f.x_at.inner == 1 && f.y_at.inner == 1;
        return whole && apart && plain(f) ? in_two_plain_passes(f, m, workspace)
                                          : in_two_passes(f, m, workspace);
      }
      case Method::chirp_block:
      case Method::chirp_two_passes: {
        int const padded = convolution_length(2 * f.n - 1, shared_bytes_);
        if (padded > 0 && fixed_may(f) && plain(f)) return fixed_convolution(f, padded, workspace);
        return m.kind == Method::chirp_block ? chirp_in_block(f, m, workspace)
                                             : chirp_in_two_passes(f, m, workspace);
      }
    }
    return cudaErrorInvalidValue;
  }

 private:
  struct Order {
    bool load_across, store_across;
  };
  template <class T>
  static Order order_of(Fourier<T> const& f) {
    return {f.x_at.step != 1, f.y_at.step != 1};
  }

  template <class T>
  static int length_of(Fourier<T> const& f) {
    return static_cast<int>(std::min(f.x_length, f.x_hermitian ? f.n / 2 + 1 : f.n));
  }
  template <class T>
  static AnyInput input(Fourier<T> const& f) {
    constexpr bool half = sizeof(T) == sizeof(__half);
    return {{f.x, half}, {f.window, half}, {f.x_at},  static_cast<int>(f.n), length_of(f),
            f.x_complex, f.x_hermitian,    f.inverse, pairs_aligned(f.x),    false};
  }
  template <class T>
  static AnyOutput output(Fourier<T> const& f) {
    return {f.y,
            sizeof(T) == sizeof(__half),
            {f.y_at},
            static_cast<int>(f.n),
            static_cast<int>(f.y_length),
            f.scale,
            f.y_complex,
            f.inverse,
            pairs_aligned(f.y),
            false,
            false};
  }

  // Real numbers 2 m and 2 m + 1 of every transform may be accessed together.
  template <class T>
  static bool packs(T const* p, Signals const& at) {
    return pairs_aligned(p) && at.step == 1 && at.outer_stride % 2 == 0 &&
           (at.inner == 1 || at.inner_stride % 2 == 0);
  }

  // Complex numbers to complex numbers.
  template <class T>
  static bool plain(Fourier<T> const& f) {
    return f.x_complex && !f.x_hermitian && f.y_complex && f.window == nullptr;
  }

  // Whether what all kernels of fixed lengths ask for is so. Lengths that are worth a pass of their
  // own through memory are not for transforms that lie side by side.
  template <class T>
  static bool fixed_may(Fourier<T> const& f) {
    constexpr int64_t limit = int64_t{1} << 31;
    Order const order = order_of(f);
    return pairs_aligned(f.x) && pairs_aligned(f.y) && f.transforms < limit &&
           f.x_at.inner < limit && f.y_at.inner < limit &&
           (f.n <= longest_in_block || !(order.load_across || order.store_across));
  }
  template <class T>
  bool fixed_complex(Fourier<T> const& f) const {
    return plain(f) && fixed_may(f) && has_fixed(f.n, shared_bytes_);
  }
  template <class T>
  bool fixed_real_to_complex(Fourier<T> const& f) const {
    return !f.x_complex && !f.x_hermitian && f.y_complex && f.n % 2 == 0 && fixed_may(f) &&
           packs(f.x, f.x_at) && pairs_aligned(f.window) && has_fixed(f.n / 2, shared_bytes_);
  }
  template <class T>
  bool fixed_complex_to_real(Fourier<T> const& f) const {
    return f.x_complex && f.x_hermitian && f.inverse && !f.y_complex && f.window == nullptr &&
           f.n % 2 == 0 && fixed_may(f) && packs(f.y, f.y_at) && has_fixed(f.n / 2, shared_bytes_);
  }

  template <class T>
  FixedJob job_of(Fourier<T> const& f) const {
    FixedJob job;
    job.transforms = f.transforms;
    job.x_half = job.y_half = sizeof(T) == sizeof(__half);
    job.inverse = f.inverse;
    job.x = f.x;
    job.y = f.y;
    job.x_length = length_of(f);
    job.y_length = static_cast<int>(f.y_length);
    job.window = f.window;
    job.shared_bytes = shared_bytes_;
    place(job, f.x_at, f.y_at);
    return job;
  }
  static void place(FixedJob& job, Signals const& x_at, Signals const& y_at) {
    job.x_at = x_at;
    job.y_at = y_at;
    job.x_inner = Divider(static_cast<uint32_t>(x_at.inner));
    job.y_inner = Divider(static_cast<uint32_t>(y_at.inner));
  }

  template <class T>
  cudaError_t in_fixed(Fourier<T> const& f, FixedKind kind, int64_t n, float scale) const {
    FixedJob job = job_of(f);
    job.scale = scale;
    return run_.fixed(kind, static_cast<int>(n), job);
  }

  template <class T>
  cudaError_t fixed_convolution(Fourier<T> const& f, int padded, void* workspace) const {
    auto* const spectrum = static_cast<float2*>(workspace);
    auto* const chirps = spectrum + padded;
    ChirpTables const tables{chirps, spectrum, static_cast<int>(f.n), padded};
    cudaError_t status = run_(tables, (padded + 127) / 128, 128, 0);
    FixedJob once;
    once.transforms = 1;
    once.x = once.y = spectrum;
    once.x_length = once.y_length = padded;
    once.shared_bytes = shared_bytes_;
    if (status == cudaSuccess) status = run_.fixed(FixedKind::complex_to_complex, padded, once);
    if (status != cudaSuccess) return status;
    FixedJob job = job_of(f);
    job.scale = static_cast<float>(static_cast<double>(f.scale) / padded);
    job.chirp = chirps;
    job.spectrum = spectrum;
    job.chirps = static_cast<int>(f.n);
    return run_.fixed(FixedKind::convolution, padded, job);
  }

  // What the two passes of transforms of rows * cols numbers, one behind the other, take as theirs.
  struct TwoPasses {
    Signals columns, matrix, lines, apart;
    template <class T>
    TwoPasses(Fourier<T> const& f, int rows, int cols)
        : columns{cols, f.x_at.outer_stride, f.x_at.step, cols * f.x_at.step},
          matrix{cols, f.n, 1, cols},
          lines{1, cols, 0, 1},
          apart{rows, f.y_at.outer_stride, f.y_at.step, rows * f.y_at.step} {}
  };

  // As in_two_passes(), of all numbers. Parts that the first pass exchanges for an inverse
  // transform the last one exchanges back.
  template <class T>
  cudaError_t in_two_plain_passes(Fourier<T> const& f, Method const& m, void* workspace) const {
    int rows = 0, cols = 0;
    bool const fixed = fixed_may(f) && split_fixed(f.n, shared_bytes_, rows, cols);
    if (!fixed) rows = m.rows, cols = m.cols;
    TwoPasses const passes(f, rows, cols);
    Scratch const s = scratch_for(m, f.transforms);
    cudaError_t status = cudaSuccess;
    for (int64_t t = 0; t < f.transforms && status == cudaSuccess; t += s.at_once) {
      Fourier<T> part = f;
      part.transforms = std::min(s.at_once, f.transforms - t);
      part.x += 2 * t * f.x_at.outer_stride;
      part.y += 2 * t * f.y_at.outer_stride;
      status = fixed ? fixed_passes(part, passes, rows, cols, workspace)
                     : plain_passes(part, passes, rows, cols, workspace);
    }
    return status;
  }

  template <class T>
  cudaError_t fixed_passes(Fourier<T> const& f, TwoPasses const& passes, int rows, int cols,
                           void* matrix) const {
    FixedJob first = job_of(f), last = first;
    first.transforms = f.transforms * cols;
    first.y = matrix;
    first.y_half = false;
    first.x_length = first.y_length = rows;
    first.twist = static_cast<int>(f.n);
    place(first, passes.columns, passes.matrix);
    last.transforms = f.transforms * rows;
    last.x = matrix;
    last.x_half = false;
    last.x_length = last.y_length = cols;
    last.scale = f.scale;
    place(last, passes.lines, passes.apart);
    cudaError_t const status = run_.fixed(FixedKind::twisted, rows, first);
    return status == cudaSuccess ? run_.fixed(FixedKind::complex_to_complex, cols, last) : status;
  }

  template <class T>
  cudaError_t plain_passes(Fourier<T> const& f, TwoPasses const& passes, int rows, int cols,
                           void* matrix) const {
    Direct<ComplexInput<T>, ScratchOutput> first{};
    first.in = {f.x, {passes.columns}, rows, f.inverse, pairs_aligned(f.x)};
    first.out = {static_cast<float2*>(matrix), static_cast<int>(f.n), cols, true, nullptr};
    cudaError_t const status = launch(first, make_plan(rows), f.transforms * cols, {true, true});
    if (status != cudaSuccess) return status;
    Direct<ComplexInput<float>, ComplexOutput<T>> last{};
    last.in = {static_cast<float const*>(matrix), {passes.lines}, cols, false, true};
    last.out = {f.y, {passes.apart}, cols, f.scale, f.inverse, pairs_aligned(f.y)};
    return launch(last, make_plan(cols), f.transforms * rows, {false, true});
  }

  template <class Body>
  cudaError_t launch(Body& body, Plan const& plan, int64_t transforms, Order order) const {
    if (transforms <= 0) return cudaSuccess;
    body.plan = plan;
    int const buffers = std::min(2, body.writes());
    Layout& layout = body.layout;
    layout.transforms = transforms;
    layout.load_across = order.load_across;
    layout.store_across = order.store_across;
    layout.pitch = pitch_of(plan.n);
    layout.by_n = Divider(static_cast<uint32_t>(plan.n));
    bool const across = order.load_across || order.store_across;
    // A butterfly per thread where they are fewest and take longest.
    int const butterflies = plan.n / *std::max_element(plan.radix, plan.radix + plan.stages);
    int64_t count = std::max(1, 128 / butterflies);
    if (across) count = std::max<int64_t>(count, 4);  // sectors of memory are of 32 bytes
    count = std::min(count, transforms);
    auto const bytes = [&](int64_t blocks_transforms) {
      return places_bytes(static_cast<int>(blocks_transforms)) +
             sizeof(float2) * static_cast<size_t>(buffers * blocks_transforms) *
                 static_cast<size_t>(layout.pitch);
    };
    size_t const wanted = across ? shared_bytes_ : std::min<size_t>(shared_bytes_, 48 * 1024);
    while (count > 1 && bytes(count) > wanted) count = (count + 1) / 2;
    if (bytes(count) > shared_bytes_) return cudaErrorInvalidValue;
    layout.per_block = static_cast<int>(count);
    layout.by_per_block = Divider(static_cast<uint32_t>(count));
    int64_t const threads =
        std::min<int64_t>(512, std::max<int64_t>(64, (count * butterflies + 31) / 32 * 32));
    return run_(body, (transforms + count - 1) / count, static_cast<int>(threads), bytes(count));
  }

  template <class T>
  cudaError_t real_to_complex(Fourier<T> const& f) const {
    Plan const plan = make_plan(static_cast<int>(f.n / 2));
    RealToComplex<PackedRealInput<T>, RealBinsOutput<T>> body{};
    body.in = {f.x, f.window, {f.x_at}, length_of(f), packs(f.x, f.x_at)};
    body.out = {f.y,     {f.y_at},  static_cast<int>(f.n), static_cast<int>(f.y_length),
                f.scale, f.inverse, pairs_aligned(f.y)};
    body.by_pairs = Divider(static_cast<uint32_t>(plan.n / 2 + 1));
    return launch(body, plan, f.transforms, order_of(f));
  }

  template <class T>
  cudaError_t complex_to_real(Fourier<T> const& f) const {
    if (f.window != nullptr) return cudaErrorInvalidValue;
    Plan const plan = make_plan(static_cast<int>(f.n / 2));
    Staged<PackedBinsInput<T>, PackedRealOutput<T>> body{};
    body.in = {f.x, {f.x_at}, static_cast<int>(f.n), length_of(f), true, pairs_aligned(f.x)};
    body.out = {f.y,           {f.y_at}, static_cast<int>(f.y_length),
                2.F * f.scale, true,     packs(f.y, f.y_at)};
    return launch(body, plan, f.transforms, order_of(f));
  }

  template <class T>
  cudaError_t in_block(Fourier<T> const& f) const {
    Plan const plan = make_plan(static_cast<int>(f.n));
    if (f.x_complex && !f.x_hermitian && f.y_complex && f.window == nullptr) {
      Direct<ComplexInput<T>, ComplexOutput<T>> body{};
      body.in = {f.x, {f.x_at}, length_of(f), f.inverse, pairs_aligned(f.x)};
      body.out = {f.y,     {f.y_at},  static_cast<int>(f.y_length),
                  f.scale, f.inverse, pairs_aligned(f.y)};
      return launch(body, plan, f.transforms, order_of(f));
    }
    Staged<AnyInput, AnyOutput> body{};
    body.in = input(f);
    body.out = output(f);
    return launch(body, plan, f.transforms, order_of(f));
  }

  cudaError_t scratch_pass(ScratchInput const& in, ScratchOutput const& out, int n,
                           int64_t transforms, Order order) const {
    Plan const plan = make_plan(n);
    Staged<ScratchInput, ScratchOutput> body{};
    body.in = in;
    body.out = out;
    return launch(body, plan, transforms, order);
  }

  cudaError_t first_pass(AnyInput in, Method const& m, int64_t first, int64_t transforms,
                         float2* matrix) const {
    Plan const plan = make_plan(m.rows);
    Staged<AnyInput, ScratchOutput> body{};
    in.spread.first = first;
    in.spread.parts = m.cols;
    body.in = in;
    body.out = {matrix, static_cast<int>(m.padded), m.cols, true, nullptr};
    return launch(body, plan, transforms * m.cols, {true, true});
  }

  cudaError_t last_pass(AnyOutput out, Method const& m, int64_t first, int64_t transforms,
                        float2 const* matrix) const {
    Plan const plan = make_plan(m.cols);
    Staged<ScratchInput, AnyOutput> body{};
    body.in = {matrix, static_cast<int>(m.padded), 1, m.cols, 0};
    out.spread.first = first;
    out.spread.parts = m.rows;
    body.out = out;
    return launch(body, plan, transforms * m.rows, {false, true});
  }

  template <class T>
  cudaError_t in_two_passes(Fourier<T> const& f, Method const& m, void* workspace) const {
    Scratch const s = scratch_for(m, f.transforms);
    auto* const matrix = static_cast<float2*>(workspace);
    cudaError_t status = cudaSuccess;
    for (int64_t t = 0; t < f.transforms && status == cudaSuccess; t += s.at_once) {
      int64_t const count = std::min(s.at_once, f.transforms - t);
      status = first_pass(input(f), m, t, count, matrix);
      if (status == cudaSuccess) status = last_pass(output(f), m, t, count, matrix);
    }
    return status;
  }

  template <class T>
  static AnyOutput convolved(Fourier<T> const& f, Method const& m) {
    AnyOutput out = output(f);
    out.scale = static_cast<float>(static_cast<double>(f.scale) / static_cast<double>(m.padded));
    out.with_chirp = out.exchange = true;
    return out;
  }

  template <class T>
  cudaError_t chirp_in_block(Fourier<T> const& f, Method const& m, void* workspace) const {
    auto* const spectrum = static_cast<float2*>(workspace);
    auto const padded = static_cast<int>(m.padded);
    cudaError_t const status =
        scratch_pass({nullptr, padded, 1, padded, static_cast<int>(f.n)},
                     {spectrum, padded, 1, false, nullptr}, padded, 1, {false, false});
    if (status != cudaSuccess) return status;
    Plan const plan = make_plan(padded);
    ChirpBlock<AnyInput, AnyOutput> body{};
    body.in = input(f);
    body.in.with_chirp = true;
    body.out = convolved(f, m);
    body.spectrum = spectrum;
    return launch(body, plan, f.transforms, order_of(f));
  }

  template <class T>
  cudaError_t chirp_in_two_passes(Fourier<T> const& f, Method const& m, void* workspace) const {
    Scratch const s = scratch_for(m, f.transforms);
    auto* const spectrum = static_cast<float2*>(workspace);
    float2 *const a = spectrum + s.spectrum, *const b = a + s.matrix;
    auto const padded = static_cast<int>(m.padded);
    ScratchInput const rows{a, padded, 1, m.cols, 0};
    ScratchInput columns{nullptr, padded, m.cols, m.rows, static_cast<int>(f.n)};
    ScratchOutput const twiddled{a, padded, m.cols, true, nullptr};
    cudaError_t status = scratch_pass(columns, twiddled, m.rows, m.cols, {true, true});
    if (status != cudaSuccess) return status;
    status = scratch_pass(rows, {spectrum, padded, m.rows, false, nullptr}, m.cols, m.rows,
                          {false, true});
    columns.x = b;
    columns.chirp_n = 0;
    AnyInput in = input(f);
    in.with_chirp = true;
    for (int64_t t = 0; t < f.transforms && status == cudaSuccess; t += s.at_once) {
      int64_t const count = std::min(s.at_once, f.transforms - t);
      status = first_pass(in, m, t, count, a);
      if (status == cudaSuccess) {
        status = scratch_pass(rows, {b, padded, m.rows, false, spectrum}, m.cols, count * m.rows,
                              {false, true});
      }
      if (status == cudaSuccess) {
        status = scratch_pass(columns, twiddled, m.rows, count * m.cols, {true, true});
      }
      if (status == cudaSuccess) status = last_pass(convolved(f, m), m, t, count, a);
    }
    return status;
  }

  Run& run_;
  size_t shared_bytes_;
  int limit_;
};

}  // namespace trtp::kernels::fft

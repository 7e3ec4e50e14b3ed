#pragma once

// Which kernels a transform takes. `Run` launches them: run(body, grid, threads, bytes of shared
// memory) -> cudaError_t.

#include <algorithm>
#include <cstddef>

#include "access.cuh"

namespace trtp::kernels::fft {

// What is done in pieces keeps this many complex numbers in scratch memory at a time, so that they
// are found in the L2 cache; a single transform may be larger.
inline constexpr int64_t scratch_numbers = int64_t{1} << 21;

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

// Enough for all lengths up to n.
inline size_t scratch_bound(int64_t n, int64_t transforms, int limit) {
  int64_t padded = 1;
  while (padded < 2 * n - 1) padded *= 2;
  int64_t const spectrum = padded;
  if (padded <= limit) return static_cast<size_t>(spectrum) * sizeof(float2);
  int64_t const matrix =
      std::max(padded, std::min(std::max<int64_t>(1, transforms) * padded, scratch_numbers));
  return static_cast<size_t>(spectrum + 2 * matrix) * sizeof(float2);
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
    // Real numbers that come or go are half the work as pairs.
    if (f.n % 2 == 0 && is_smooth(f.n / 2) && f.n / 2 <= limit_) {
      if (!f.x_complex && !f.x_hermitian && f.y_complex) return real_to_complex(f);
      if (f.x_complex && f.x_hermitian && f.inverse && !f.y_complex) return complex_to_real(f);
    }
    Method const m = method_for(f.n, limit_);
    switch (m.kind) {
      case Method::block: return in_block(f);
      case Method::two_passes: return in_two_passes(f, m, workspace);
      case Method::chirp_block: return chirp_in_block(f, m, workspace);
      case Method::chirp_two_passes: return chirp_in_two_passes(f, m, workspace);
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
    int const butterflies = plan.n / plan.radix[0];
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

#pragma once

// Transforms in one block's shared memory. As `body` functions that run on the host as well, one
// thread per block, so that the arithmetic can be tested without a device.

#include <type_traits>

#include "butterfly.cuh"
#include "plan.h"

namespace trtp::kernels::fft {

TRTP_HOST_DEVICE void barrier() {
#ifdef __CUDA_ARCH__
  __syncthreads();
#endif
}

// Where a transform's numbers are: an offset in the tensor, and the first of their indices.
struct Place {
  int64_t base;
  int first;
};

struct Thread {
  int index, count;  // in the block
  int64_t block;
};

// What a block does: `per_block` transforms, whose numbers are kept `pitch` apart.
struct Layout {
  int64_t transforms = 0;
  int per_block = 1;
  int pitch = 1;
  Divider by_per_block, by_n;
  // Whether neighbouring threads work on neighbouring transforms, as these lie side by side in
  // memory, or else on neighbouring numbers of one.
  bool load_across = false;
  bool store_across = false;
};

// Every 16 numbers one is left out: powers of two as strides would hit the same bank.
TRTP_HOST_DEVICE int padded_index(int i) { return i + (i >> 4); }
// Odd, for neighbouring transforms.
inline int pitch_of(int n) { return (n + (n - 1) / 16) | 1; }

struct Buffers {
  float2* from;
  float2* to;
  TRTP_HOST_DEVICE void swap() {
    float2* const t = from;
    from = to;
    to = t;
  }
};

// Stands for: from, or to, shared memory.
struct Shared {};
template <class Access>
inline constexpr bool is_outer = !std::is_same_v<Access, Shared>;

// Takes apart the number i of a pair of a transform in the block and one of `each` indices in it.
struct Pair {
  int b, index;
  TRTP_HOST_DEVICE Pair(int i, bool across, Layout const& layout, int each,
                        Divider const& by_each) {
    auto const q = static_cast<int>(
        quotient(static_cast<uint32_t>(i), across ? layout.by_per_block : by_each));
    b = across ? i - q * layout.per_block : q;
    index = across ? q : i - q * each;
  }
};

// Stand for: from x, to y.
template <class In>
struct Load {
  In const& in;
  Place const* places;
};
template <class Out>
struct Store {
  Out const& out;
  Place const* places;
};

// A butterfly of radix R for every R numbers.
template <int R, class From, class To>
TRTP_HOST_DEVICE void stage(Plan const& plan, int s, Layout const& layout, Thread const& thread,
                            int transforms, Buffers const& buffers, From const& source,
                            To const& target) {
  int const butterflies = plan.n / R, stride = plan.stride[s];
  bool const across =
      (is_outer<From> && layout.load_across) || (is_outer<To> && layout.store_across);
  int const total = (across ? layout.per_block : transforms) * butterflies;
  for (int i = thread.index; i < total; i += thread.count) {
    Pair const at(i, across, layout, butterflies, plan.by_butterflies[s]);
    int const b = at.b, j = at.index;
    if (b >= transforms) continue;
    float2 x[R];
    if constexpr (is_outer<From>) {
      Place const place = source.places[b];
#pragma unroll
      for (int r = 0; r < R; ++r) x[r] = source.in.load(place, j + r * butterflies);
    } else {
      float2 const* const from = buffers.from + b * layout.pitch;
#pragma unroll
      for (int r = 0; r < R; ++r) x[r] = from[padded_index(j + r * butterflies)];
    }
    int const k =
        j - static_cast<int>(quotient(static_cast<uint32_t>(j), plan.by_stride[s])) * stride;
    if (s > 0) {
      float2 w[R];
      w[0] = {1.F, 0.F};
      if constexpr (R > 1) w[1] = root(plan.turn[s] * static_cast<float>(k));
#pragma unroll
      for (int r = 2; r < R; ++r) w[r] = mul(w[r / 2], w[r - r / 2]);
#pragma unroll
      for (int r = 1; r < R; ++r) x[r] = mul(x[r], w[r]);
    }
    butterfly<R>(x);
    int const out = (j - k) * R + k;
    if constexpr (is_outer<To>) {
      Place const place = target.places[b];
#pragma unroll
      for (int r = 0; r < R; ++r) target.out.store(place, out + r * stride, x[r]);
    } else {
      float2* const to = buffers.to + b * layout.pitch;
#pragma unroll
      for (int r = 0; r < R; ++r) to[padded_index(out + r * stride)] = x[r];
    }
  }
}

template <class From, class To>
TRTP_HOST_DEVICE void any_stage(Plan const& plan, int s, Layout const& layout, Thread const& thread,
                                int transforms, Buffers& buffers, From const& source,
                                To const& target) {
#define TRTP_STAGE(R) \
  case R: stage<R>(plan, s, layout, thread, transforms, buffers, source, target); break;
  switch (plan.radix[s]) {
    TRTP_STAGE(1)
    TRTP_STAGE(2)
    TRTP_STAGE(3)
    TRTP_STAGE(4)
    TRTP_STAGE(5)
    TRTP_STAGE(7)
    TRTP_STAGE(8)
    TRTP_STAGE(11)
    TRTP_STAGE(13)
    TRTP_STAGE(16)
    default: break;
  }
#undef TRTP_STAGE
  if constexpr (!is_outer<To>) {
    barrier();
    buffers.swap();
  }
}

// Stages first .. last - 1, from and to shared memory: to buffers.from in the end.
TRTP_HOST_DEVICE void shared_stages(Plan const& plan, int first, int last, Layout const& layout,
                                    Thread const& thread, int transforms, Buffers& buffers) {
#pragma unroll 1
  for (int s = first; s < last; ++s) {
    any_stage(plan, s, layout, thread, transforms, buffers, Shared{}, Shared{});
  }
}

// What a kernel is made of. Shared memory holds the places of inputs and outputs, then one buffer
// or two.
inline size_t places_bytes(int per_block) {
  return 2 * sizeof(Place) * static_cast<size_t>(per_block);
}

struct Block {
  Thread thread;
  int transforms;
  Place *from, *to;
  Buffers buffers;
};

template <class In, class Out>
struct Common {
  Plan plan;
  Layout layout;
  In in;
  Out out;

  TRTP_HOST_DEVICE Block begin(Thread const& thread, char* memory) const {
    Block block;
    int64_t const first = thread.block * layout.per_block;
    int64_t const left = layout.transforms - first;
    block.thread = thread;
    block.transforms = left <= 0                 ? 0
                       : left < layout.per_block ? static_cast<int>(left)
                                                 : layout.per_block;
    block.from = reinterpret_cast<Place*>(memory);
    block.to = block.from + layout.per_block;
    for (int b = thread.index; b < block.transforms; b += thread.count) {
      block.from[b] = in.place(first + b);
      block.to[b] = out.place(first + b);
    }
    // The first to be written is the first, as there may be no other.
    block.buffers.to = reinterpret_cast<float2*>(block.to + layout.per_block);
    block.buffers.from = block.buffers.to + layout.per_block * layout.pitch;
    barrier();
    return block;
  }

  TRTP_HOST_DEVICE void all_stages(Block& block) const {
    shared_stages(plan, 0, plan.stages, layout, block.thread, block.transforms, block.buffers);
  }

  // f(transform in block, index) for all of them.
  template <class F>
  TRTP_HOST_DEVICE void each(Block const& block, bool across, F const& f) const {
    int const total = (across ? layout.per_block : block.transforms) * plan.n;
#pragma unroll 2
    for (int i = block.thread.index; i < total; i += block.thread.count) {
      Pair const at(i, across, layout, plan.n, layout.by_n);
      if (at.b < block.transforms) f(at.b, at.index);
    }
  }

  TRTP_HOST_DEVICE void load_all(Block& block) const {
    each(block, layout.load_across, [&](int b, int n) {
      block.buffers.to[b * layout.pitch + padded_index(n)] = in.load(block.from[b], n);
    });
    barrier();
    block.buffers.swap();
  }
  TRTP_HOST_DEVICE void store_all(Block const& block) const {
    each(block, layout.store_across, [&](int b, int k) {
      out.store(block.to[b], k, block.buffers.from[b * layout.pitch + padded_index(k)]);
    });
  }
};

// y = transform of x. The first stage reads x, the last one writes y.
template <class In, class Out>
struct Direct : Common<In, Out> {
  TRTP_HOST_DEVICE void operator()(Thread const& thread, char* memory) const {
    Block block = this->begin(thread, memory);
    Plan const& plan = this->plan;
    Load<In> const load{this->in, block.from};
    Store<Out> const store{this->out, block.to};
    int const last = plan.stages - 1;
    if (last == 0) {
      any_stage(plan, 0, this->layout, thread, block.transforms, block.buffers, load, store);
      return;
    }
    any_stage(plan, 0, this->layout, thread, block.transforms, block.buffers, load, Shared{});
    shared_stages(plan, 1, last, this->layout, thread, block.transforms, block.buffers);
    any_stage(plan, last, this->layout, thread, block.transforms, block.buffers, Shared{}, store);
  }
  int writes() const { return this->plan.stages - 1; }  // of a buffer
};

// y = transform of x, in shared memory from beginning to end: for inputs and outputs that take more
// code.
template <class In, class Out>
struct Staged : Common<In, Out> {
  TRTP_HOST_DEVICE void operator()(Thread const& thread, char* memory) const {
    Block block = this->begin(thread, memory);
    this->load_all(block);
    this->all_stages(block);
    this->store_all(block);
  }
  int writes() const { return this->plan.stages + 1; }
};

// The bins of 2 n real numbers of which the even ones are the real parts and the odd ones the
// imaginary parts of n complex ones. Z being the transform of these,
//   X[k] = E + w O,  X[n - k] = conj(E - w O)  with  E = (Z[k] + conj(Z[n - k])) / 2,
//   O = -i (Z[k] - conj(Z[n - k])) / 2  and  w = exp(-pi i k / n).
template <class In, class Out>
struct RealToComplex : Common<In, Out> {
  Divider by_pairs;  // n / 2 + 1

  TRTP_HOST_DEVICE void operator()(Thread const& thread, char* memory) const {
    Block block = this->begin(thread, memory);
    Layout const& layout = this->layout;
    Plan const& plan = this->plan;
    Load<In> const load{this->in, block.from};
    any_stage(plan, 0, layout, thread, block.transforms, block.buffers, load, Shared{});
    shared_stages(plan, 1, plan.stages, layout, thread, block.transforms, block.buffers);
    int const n = plan.n, pairs = n / 2 + 1;
    bool const across = layout.store_across;
    int const total = (across ? layout.per_block : block.transforms) * pairs;
    for (int i = thread.index; i < total; i += thread.count) {
      Pair const at(i, across, layout, pairs, by_pairs);
      int const k = at.index;
      if (at.b >= block.transforms) continue;
      float2 const* const z = block.buffers.from + at.b * layout.pitch;
      float2 const p = z[padded_index(k)];
      float2 const m = conj(z[padded_index(k == 0 ? 0 : n - k)]);
      float2 const e = scaled(add(p, m), 0.5F);
      float2 const o = mul(scaled(times_minus_i(sub(p, m)), 0.5F), root(k, 2 * n));
      this->out.store_both(block.to[at.b], k, add(e, o));
      if (n - k != k) this->out.store_both(block.to[at.b], n - k, conj(sub(e, o)));
    }
  }
  int writes() const { return this->plan.stages; }
};

// Bluestein's algorithm: n k = (n^2 + k^2 - (k - n)^2) / 2 makes the transform a convolution with a
// chirp, which is done by transforms of a longer, convenient length. `spectrum` is the transform of
// that chirp; in and out multiply by the chirp, out for real and imaginary parts exchanged.
template <class In, class Out>
struct ChirpBlock : Common<In, Out> {
  float2 const* spectrum;

  TRTP_HOST_DEVICE void operator()(Thread const& thread, char* memory) const {
    Block block = this->begin(thread, memory);
    this->load_all(block);
    this->all_stages(block);
    // The inverse transform is the transform with real and imaginary parts exchanged.
    this->each(block, false, [&](int b, int n) {
      float2& v = block.buffers.from[b * this->layout.pitch + padded_index(n)];
      float2 const product = mul(v, spectrum[n]);
      v = {product.y, product.x};
    });
    barrier();
    this->all_stages(block);
    this->store_all(block);
  }
  int writes() const { return 2; }
};

}  // namespace trtp::kernels::fft

#include "rotary_embedding.h"

#include "kernel/launch.cuh"
#include "kernel/radix.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;
// That a thread does, for one cosine and sine and to have as many reads in flight.
constexpr int heads_per_thread = 4;

// A place in every vector that a thread works at: a pack of each half that is rotated, or a pack of
// pairs, or a pack that is copied. Head j of a thread is j * head_groups after its first.
template <class T, class Index>
struct Work {
  Rotary<T> rotary;
  Index threads;
  Radix<Index> places, inner, outer;  // inner, outer: rows and groups of heads, in memory's order
  int rotating_places;
  int64_t head_groups;
};

template <class T, int N>
__device__ __forceinline__ void rotate_halves(Pack<T, N>& a, Pack<T, N>& b,
                                              Values<float, N> const& cos,
                                              Values<float, N> const& sin) {
  auto const x = widen(a), y = widen(b);
  Values<float, N> real, imaginary;
#pragma unroll
  for (int i = 0; i < N; ++i) {
    real[i] = fmaf(cos[i], x[i], -(sin[i] * y[i]));
    imaginary[i] = fmaf(sin[i], x[i], cos[i] * y[i]);
  }
  a = narrow<T>(real);
  b = narrow<T>(imaginary);
}

template <class T, int N>
__device__ __forceinline__ void rotate_pairs(Pack<T, N>& a, Values<float, N / 2> const& cos,
                                             Values<float, N / 2> const& sin) {
  auto const x = widen(a);
  Values<float, N> out;
#pragma unroll
  for (int i = 0; i < N / 2; ++i) {
    out[2 * i] = fmaf(cos[i], x[2 * i], -(sin[i] * x[2 * i + 1]));
    out[2 * i + 1] = fmaf(sin[i], x[2 * i], cos[i] * x[2 * i + 1]);
  }
  a = narrow<T>(out);
}

// N elements at a time, an even number if interleaved.
template <bool Interleaved, int N, class T, class Index>
__global__ void __launch_bounds__(threads) rotary_kernel(Work<T, Index> work) {
  Rotary<T> const& r = work.rotary;
  int64_t const thread = block_index() * threads + threadIdx.x;
  if (thread >= static_cast<int64_t>(work.threads)) return;
  auto i = static_cast<Index>(thread);
  auto const place = static_cast<int>(work.places.pop(i));
  int64_t const inner = work.inner.pop(i), outer = work.outer.pop(i), batch = i;
  int64_t const row = r.heads_last ? outer : inner;
  int64_t const first_head = r.heads_last ? inner : outer;
  bool const rotating = place < work.rotating_places;
  int64_t const half = r.rotated / 2;
  int64_t const col = Interleaved || rotating
                          ? int64_t{place} * N
                          : r.rotated + int64_t{place - work.rotating_places} * N;
  int64_t const first = batch * r.at.batch + first_head * r.at.head + row * r.at.row + col;
  int64_t const step = work.head_groups * r.at.head;

  constexpr int packs = Interleaved ? 1 : 2;
  Pack<T, N> v[heads_per_thread][packs];
#pragma unroll
  for (int j = 0; j < heads_per_thread; ++j) {
    if (first_head + j * work.head_groups >= r.heads) break;
    v[j][0] = load<N, Cache::streaming>(r.x + first + j * step);
    if (packs > 1 && rotating) {
      v[j][packs - 1] = load<N, Cache::streaming>(r.x + first + j * step + half);
    }
  }
  constexpr int angles = Interleaved ? N / 2 : N;
  Values<float, angles> cos, sin;
  if (rotating) {
    int64_t cache_row = batch * r.cache_batch + row;
    if (r.positions != nullptr) {
      int64_t const position = __ldg(r.positions + batch * r.position_batch + row);
      cache_row = max(int64_t{0}, min(position, r.cache_rows - 1));
    }
    int64_t const at = cache_row * half + int64_t{place} * angles;
    cos = widen(load<angles, Cache::read_only>(r.cos + at));
    sin = widen(load<angles, Cache::read_only>(r.sin + at));
  }
#pragma unroll
  for (int j = 0; j < heads_per_thread; ++j) {
    if (first_head + j * work.head_groups >= r.heads) break;
    if (rotating) {
      if constexpr (Interleaved) {
        rotate_pairs(v[j][0], cos, sin);
      } else {
        rotate_halves(v[j][0], v[j][packs - 1], cos, sin);
      }
    }
    store<Cache::streaming>(r.y + first + j * step, v[j][0]);
    if (packs > 1 && rotating) {
      store<Cache::streaming>(r.y + first + j * step + half, v[j][packs - 1]);
    }
  }
}

template <bool Interleaved, int N, class T>
cudaError_t run(Rotary<T> const& r, cudaStream_t stream) {
  int64_t const rotating = (Interleaved ? r.rotated : r.rotated / 2) / N;
  int64_t const places = rotating + (r.size - r.rotated) / N;
  int64_t const groups = ceil_div(r.heads, heads_per_thread);
  int64_t const all = r.batch * r.rows * groups * places;
  return with_index(all, [&](auto index) {
    using Index = decltype(index);
    Work<T, Index> const work{r,
                              static_cast<Index>(all),
                              Radix<Index>(places),
                              Radix<Index>(r.heads_last ? groups : r.rows),
                              Radix<Index>(r.heads_last ? r.rows : groups),
                              static_cast<int>(rotating),
                              groups};
    return launch(rotary_kernel<Interleaved, N, T, Index>, whole_grid(ceil_div(all, threads)),
                  threads, stream, work);
  });
}

template <bool Interleaved, int N, class T>
bool fits(Rotary<T> const& r) {
  constexpr int angles = Interleaved ? N / 2 : N;
  return r.size % N == 0 && (Interleaved ? r.rotated : r.rotated / 2) % N == 0 && aligned<N>(r.x) &&
         aligned<N>(r.y) && aligned<angles>(r.cos) && aligned<angles>(r.sin);
}

template <bool Interleaved, class T>
cudaError_t run(Rotary<T> const& r, cudaStream_t stream) {
  constexpr int n = pack_size<T>();
  constexpr int least = Interleaved ? 2 : 1;
  if (fits<Interleaved, n>(r)) return run<Interleaved, n>(r, stream);
  if (fits<Interleaved, n / 2>(r)) return run<Interleaved, n / 2>(r, stream);
  if (fits<Interleaved, least>(r)) return run<Interleaved, least>(r, stream);
  return cudaErrorMisalignedAddress;
}

}  // namespace

template <class T>
cudaError_t rotary_embedding(Rotary<T> const& r, cudaStream_t stream) {
  if (r.batch * r.heads * r.rows * r.size <= 0) return cudaSuccess;
  return r.interleaved ? run<true>(r, stream) : run<false>(r, stream);
}

template cudaError_t rotary_embedding(Rotary<float> const&, cudaStream_t);
template cudaError_t rotary_embedding(Rotary<__half> const&, cudaStream_t);

}  // namespace trtp::kernels

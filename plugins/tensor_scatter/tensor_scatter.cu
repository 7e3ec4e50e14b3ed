#include "tensor_scatter.h"

#include "kernel/launch.cuh"
#include "kernel/radix.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;

// In units of `Bytes` bytes, which are what a thread moves.
template <class Index, int Bytes>
struct Places {
  using Unit = typename detail::Access<Bytes>::type;
  Unit const* past;
  Unit const* update;
  int32_t const* first;
  Unit* present;
  Index count;
  Radix<Index> inner, length, heads;
  int64_t rows;
  bool circular;
};

template <class Index, int Bytes>
__global__ void __launch_bounds__(threads)
    tensor_scatter_kernel(Places<Index, Bytes> p, int64_t cache_length, int64_t units) {
  int64_t const at = block_index() * threads + threadIdx.x;
  if (at >= static_cast<int64_t>(p.count)) return;
  auto batch = static_cast<Index>(at);
  int64_t const unit = p.inner.pop(batch);
  int64_t const place = p.length.pop(batch);
  int64_t const head_of_all = batch;  // heads of all samples numbered through
  p.heads.pop(batch);
  int64_t row = place - (p.first == nullptr ? 0 : __ldg(p.first + batch));
  if (p.circular) {
    row %= cache_length;
    if (row < 0) row += cache_length;
  }
  bool const updated = row >= 0 && row < p.rows;
  auto const* const from =
      updated ? p.update + (head_of_all * p.rows + row) * units + unit : p.past + at;
  detail::store_access<Cache::streaming>(p.present + at,
                                         detail::load_access<Cache::streaming>(from));
}

template <int Bytes>
cudaError_t run(CacheUpdate const& u, cudaStream_t stream) {
  int64_t const units = u.inner * u.element_bytes / Bytes;
  int64_t const count = u.batch * u.heads * u.length * units;
  return with_index(count, [&](auto index) {
    using Index = decltype(index);
    using P = Places<Index, Bytes>;
    using Unit = typename P::Unit;
    P const p{static_cast<Unit const*>(u.past),
              static_cast<Unit const*>(u.update),
              u.first,
              static_cast<Unit*>(u.present),
              static_cast<Index>(count),
              Radix<Index>(units),
              Radix<Index>(u.length),
              Radix<Index>(u.heads),
              u.rows,
              u.circular};
    return launch(tensor_scatter_kernel<Index, Bytes>, whole_grid(ceil_div(count, threads)),
                  threads, stream, p, u.length, units);
  });
}

}  // namespace

cudaError_t tensor_scatter(CacheUpdate const& u, cudaStream_t stream) {
  if (u.batch * u.heads * u.length * u.inner <= 0) return cudaSuccess;
  auto const places = reinterpret_cast<uintptr_t>(u.past) | reinterpret_cast<uintptr_t>(u.update) |
                      reinterpret_cast<uintptr_t>(u.present) |
                      static_cast<uintptr_t>(u.inner * u.element_bytes);
  if (places % 16 == 0) return run<16>(u, stream);
  if (places % 4 == 0) return run<4>(u, stream);
  if (places % 2 == 0) return run<2>(u, stream);
  return run<1>(u, stream);
}

}  // namespace trtp::kernels

#include "integer_product.h"

#include <mma.h>

#include <algorithm>

#include "kernel/broadcast.cuh"
#include "kernel/divider.h"
#include "kernel/launch.cuh"
#include "requantize.cuh"

namespace trtp::kernels {
namespace {

namespace wmma = nvcuda::wmma;

// A block of 8 warps computes 128 x 64 elements, a warp 32 x 32 of them, in steps of 32 along k.
// Differences of 8-bit integers are exact as halves, and so are float sums of 256 of their
// products: 255 * 255 * 256 < 2^24. After as many, sums are added up as integers.
constexpr int threads = 256;
constexpr int tile_m = 128, tile_n = 64, tile_k = 32;
constexpr int a_pitch = tile_k + 8, b_pitch = tile_n + 8;  // fewer bank conflicts
constexpr int steps_in_float = 256 / tile_k;

struct Four {
  int32_t v[4];
};

// In [-512, 511], as halves: 1536 + v has its bits in a row.
__device__ __forceinline__ uint2 as_halves(Four const& f) {
  auto const two = [](int32_t low, int32_t high) {
    unsigned const bits = (static_cast<unsigned>(low + 0x6600) & 0xFFFFU) |
                          (static_cast<unsigned>(high + 0x6600) << 16);
    __half2 h;
    memcpy(&h, &bits, sizeof(h));
    h = __hsub2(h, __float2half2_rn(1536.F));
    unsigned out;
    memcpy(&out, &h, sizeof(out));
    return out;
  };
  return {two(f.v[0], f.v[1]), two(f.v[2], f.v[3])};
}

__device__ __forceinline__ Four load_four(int32_t const* p, int64_t left, bool vectors) {
  Four out{};
  if (vectors && left >= 4) {
    int4 const v = *reinterpret_cast<int4 const*>(p);
    out = {{v.x, v.y, v.z, v.w}};
  } else {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      if (i < left) out.v[i] = p[i];
    }
  }
  return out;
}

__device__ __forceinline__ int32_t zero_at(Parameter<int32_t> const& p, int64_t batch, int64_t row,
                                           int64_t column) {
  return p.data == nullptr ? 0 : at(p, batch, row, column);
}

struct Extents {
  int64_t m, n, k, batches, m_tiles, n_tiles;
};

// Which matrices a block works on.
struct Batch {
  int64_t y, a, b;
};

struct Rows {
  int32_t const* data;
  Parameter<int32_t> zero;
  bool vectors;

  __device__ __forceinline__ Four load(Extents const& e, Batch const& batch, int64_t row,
                                       int64_t k) const {
    if (row >= e.m || k >= e.k) return {};
    int32_t const z = zero_at(zero, batch.a, row, 0);
    Four f = load_four(data + (batch.a * e.m + row) * e.k + k, e.k - k, vectors);
#pragma unroll
    for (int i = 0; i < 4; ++i) f.v[i] = k + i < e.k ? f.v[i] - z : 0;
    return f;
  }
};

// Four neighbouring columns of a matrix.
struct Columns {
  int32_t const* data;
  Parameter<int32_t> zero;
  bool vectors;
  Broadcast a_batches, b_batches;

  __device__ Batch batch(int64_t y) const {
    return {y, offset_of(a_batches, y), offset_of(b_batches, y)};
  }

  struct Place {
    int32_t const* data;
    int64_t left;
    Four zero;
  };
  __device__ __forceinline__ Place place(Extents const& e, Batch const& batch, int64_t n) const {
    Place p{data + batch.b * e.k * e.n + n, e.n - n, {}};
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      if (i < p.left) p.zero.v[i] = zero_at(zero, batch.b, 0, n + i);
    }
    return p;
  }
  __device__ __forceinline__ Four load(Extents const& e, Place const& p, int64_t k) const {
    if (k >= e.k || p.left <= 0) return {};
    Four f = load_four(p.data + k * e.n, p.left, vectors);
#pragma unroll
    for (int i = 0; i < 4; ++i) f.v[i] -= p.zero.v[i];  // 0 - 0 beyond the end
    return f;
  }
};

// The same of the matrix that a convolution's input is: a row for each channel and element of the
// kernel, a column for each image and element of the output.
struct Patches {
  IntegerConvolution p;
  Divider by_kernel[3], by_out[3];
  int64_t in_volume;

  __device__ Batch batch(int64_t group) const { return {group, group, group}; }

  struct Place {
    int64_t base[4];  // of the group's channels of the image; -1 beyond the last column
    int start[3][4];
    int32_t zero;
  };
  __device__ __forceinline__ Place place(Extents const& e, Batch const& batch, int64_t n) const {
    Place out;
    out.zero = p.x_zero == nullptr ? 0 : *p.x_zero;
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      auto rest = static_cast<uint32_t>(n + i);
#pragma unroll
      for (int d = 2; d >= 0; --d) {
        uint32_t const q = quotient(rest, by_out[d]);
        auto const position = static_cast<int64_t>(rest - q * by_out[d].divisor);
        out.start[d][i] = static_cast<int>(position * p.stride[d] - p.begin[d]);
        rest = q;
      }
      out.base[i] =
          n + i < e.n ? (rest * p.groups + batch.b) * p.in_channels * in_volume : int64_t{-1};
    }
    return out;
  }
  __device__ __forceinline__ Four load(Extents const& e, Place const& at, int64_t k) const {
    Four f{};
    if (k >= e.k) return f;
    auto rest = static_cast<uint32_t>(k);
    int step[3];
#pragma unroll
    for (int d = 2; d >= 0; --d) {
      uint32_t const q = quotient(rest, by_kernel[d]);
      step[d] =
          static_cast<int>(static_cast<int64_t>(rest - q * by_kernel[d].divisor) * p.dilation[d]);
      rest = q;
    }
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      bool inside = at.base[i] >= 0;
      int64_t offset = rest;
#pragma unroll
      for (int d = 0; d < 3; ++d) {
        int const position = at.start[d][i] + step[d];
        inside = inside && position >= 0 && position < p.in[d];
        offset = offset * p.in[d] + position;
      }
      if (inside) f.v[i] = p.x[at.base[i] + offset] - at.zero;
    }
    return f;
  }
};

struct Same {
  __device__ int32_t operator()(Batch const&, int64_t, int64_t, int32_t v) const { return v; }
};

template <class Scale>
struct Requantized {
  Requantization<Scale> q;
  __device__ int32_t operator()(Batch const& batch, int64_t m, int64_t n, int32_t v) const {
    float const a = static_cast<float>(at(q.a_scale, batch.a, m, n));
    float const b = static_cast<float>(at(q.b_scale, batch.b, m, n));
    float const y = static_cast<float>(at(q.y_scale, batch.y, m, n));
    int32_t const zero = zero_at(q.y_zero, batch.y, m, n);
    return requantized(v, a * b / y, zero, q.low, q.high);
  }
};

template <class Value>
struct ToMatrix {
  int32_t* y;
  Value value;
  __device__ void operator()(Extents const& e, Batch const& batch, int64_t m, int64_t n,
                             int32_t v) const {
    y[(batch.y * e.m + m) * e.n + n] = value(batch, m, n, v);
  }
};

template <class Value>
struct ToImages {
  int32_t* y;
  int32_t const* bias;
  int64_t groups;
  Divider by_volume;  // of the output
  Value value;
  __device__ void operator()(Extents const& e, Batch const& batch, int64_t m, int64_t n,
                             int32_t v) const {
    int64_t const channel = batch.y * e.m + m;
    if (bias != nullptr) {
      v = static_cast<int32_t>(static_cast<uint32_t>(v) + static_cast<uint32_t>(bias[channel]));
    }
    uint32_t const image = quotient(static_cast<uint32_t>(n), by_volume);
    int64_t const at = n - int64_t{image} * by_volume.divisor;
    y[(image * groups * e.m + channel) * by_volume.divisor + at] = value(batch, m, n, v);
  }
};

// Two blocks of a processor hide each other's loads; what registers do not hold is rarely used.
template <class B, class Finish>
__global__ void __launch_bounds__(threads, 2)
    product_kernel(Rows rows, B columns, Finish finish, Extents e) {
  __shared__ __align__(128) __half a_tile[tile_m * a_pitch];
  __shared__ __align__(128) __half b_tile[tile_k * b_pitch];
  int64_t const index = block_index();
  int64_t const row = index / e.m_tiles;
  Batch const batch = columns.batch(row / e.n_tiles);
  int64_t const m0 = (index % e.m_tiles) * tile_m, n0 = (row % e.n_tiles) * tile_n;
  if (batch.y >= e.batches) return;  // all of the block

  // Each thread loads four neighbours along k of 4 rows of a, and along n of 2 rows of b.
  int const thread = static_cast<int>(threadIdx.x);
  int const a_row = thread / 8, a_col = thread % 8 * 4;
  int const b_row = thread / 16, b_col = thread % 16 * 4;
  typename B::Place const place = columns.place(e, batch, n0 + b_col);
  Four a[4], b[2];
  auto const load = [&](int64_t k) {
#pragma unroll
    for (int i = 0; i < 4; ++i) a[i] = rows.load(e, batch, m0 + a_row + 32 * i, k + a_col);
#pragma unroll
    for (int i = 0; i < 2; ++i) b[i] = columns.load(e, place, k + b_row + 16 * i);
  };

  int const warp = thread / 32, lane = thread % 32;
  int const warp_m = warp / 2 * 32, warp_n = warp % 2 * 32;
  using Sum = wmma::fragment<wmma::accumulator, 16, 16, 16, float>;
  Sum sum[2][2];
  constexpr int elements = Sum::num_elements;
  int32_t total[2][2][elements] = {};
#pragma unroll
  for (int i = 0; i < 2; ++i) {
#pragma unroll
    for (int j = 0; j < 2; ++j) wmma::fill_fragment(sum[i][j], 0.F);
  }

  auto const add_up = [&] {
#pragma unroll
    for (int i = 0; i < 2; ++i) {
#pragma unroll
      for (int j = 0; j < 2; ++j) {
#pragma unroll
        for (int x = 0; x < elements; ++x) {
          total[i][j][x] =
              static_cast<int32_t>(static_cast<uint32_t>(total[i][j][x]) +
                                   static_cast<uint32_t>(__float2int_rn(sum[i][j].x[x])));
        }
        wmma::fill_fragment(sum[i][j], 0.F);
      }
    }
  };

  load(0);
  int step = 0;
  for (int64_t k = 0; k < e.k; k += tile_k) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      *reinterpret_cast<uint2*>(a_tile + (a_row + 32 * i) * a_pitch + a_col) = as_halves(a[i]);
    }
#pragma unroll
    for (int i = 0; i < 2; ++i) {
      *reinterpret_cast<uint2*>(b_tile + (b_row + 16 * i) * b_pitch + b_col) = as_halves(b[i]);
    }
    __syncthreads();
    if (k + tile_k < e.k) load(k + tile_k);
#pragma unroll
    for (int inner = 0; inner < tile_k; inner += 16) {
      wmma::fragment<wmma::matrix_a, 16, 16, 16, __half, wmma::row_major> fa[2];
      wmma::fragment<wmma::matrix_b, 16, 16, 16, __half, wmma::row_major> fb[2];
#pragma unroll
      for (int i = 0; i < 2; ++i) {
        wmma::load_matrix_sync(fa[i], a_tile + (warp_m + 16 * i) * a_pitch + inner, a_pitch);
        wmma::load_matrix_sync(fb[i], b_tile + inner * b_pitch + warp_n + 16 * i, b_pitch);
      }
#pragma unroll
      for (int i = 0; i < 2; ++i) {
#pragma unroll
        for (int j = 0; j < 2; ++j) wmma::mma_sync(sum[i][j], fa[i], fb[j], sum[i][j]);
      }
    }
    __syncthreads();
    if (++step == steps_in_float) {
      step = 0;
      add_up();
    }
  }
  add_up();

  // Which element of a tile a thread holds is not specified: through shared memory, as the bits of
  // floats.
  static_assert(sizeof(a_tile) >= threads / 32 * 256 * sizeof(float));
  float* const tile = reinterpret_cast<float*>(a_tile) + warp * 256;
#pragma unroll
  for (int i = 0; i < 2; ++i) {
#pragma unroll
    for (int j = 0; j < 2; ++j) {
#pragma unroll
      for (int x = 0; x < elements; ++x) sum[i][j].x[x] = __int_as_float(total[i][j][x]);
      __syncwarp();
      wmma::store_matrix_sync(tile, sum[i][j], 16, wmma::mem_row_major);
      __syncwarp();
#pragma unroll
      for (int x = 0; x < 8; ++x) {
        int const at = lane + 32 * x;
        int64_t const m = m0 + warp_m + 16 * i + at / 16, n = n0 + warp_n + 16 * j + at % 16;
        if (m < e.m && n < e.n) finish(e, batch, m, n, __float_as_int(tile[at]));
      }
    }
  }
}

bool aligned_to_16(void const* p) { return reinterpret_cast<uintptr_t>(p) % 16 == 0; }

template <class B, class Finish>
cudaError_t launch_product(Rows const& rows, B const& columns, Finish const& finish, Extents e,
                           cudaStream_t stream) {
  if (e.m <= 0 || e.n <= 0 || e.batches <= 0) return cudaSuccess;
  e.m_tiles = ceil_div(e.m, tile_m);
  e.n_tiles = ceil_div(e.n, tile_n);
  return launch(product_kernel<B, Finish>, whole_grid(e.m_tiles * e.n_tiles * e.batches), threads,
                stream, rows, columns, finish, e);
}

template <class Value>
cudaError_t run(IntegerMatrices const& p, Value const& value, cudaStream_t stream) {
  Rows const rows{p.a, p.a_zero, p.k % 4 == 0 && aligned_to_16(p.a)};
  Columns const columns{p.b, p.b_zero, p.n % 4 == 0 && aligned_to_16(p.b), p.a_batches,
                        p.b_batches};
  return launch_product(rows, columns, ToMatrix<Value>{p.y, value},
                        {p.m, p.n, p.k, p.batches, 0, 0}, stream);
}

template <class Value>
cudaError_t run(IntegerConvolution const& p, Value const& value, cudaStream_t stream) {
  Patches patches{p, {}, {}, 1};
  // As many dimensions as there can be: the first ones have extent 1.
  int const missing = IntegerConvolution::max_dims - p.dims;
  int64_t kernel_volume = 1, out_volume = 1;
  for (int d = 0; d < IntegerConvolution::max_dims; ++d) {
    int const s = d - missing;
    bool const there = s >= 0;
    IntegerConvolution& q = patches.p;
    q.in[d] = there ? p.in[s] : 1;
    q.kernel[d] = there ? p.kernel[s] : 1;
    q.out[d] = there ? p.out[s] : 1;
    q.begin[d] = there ? p.begin[s] : 0;
    q.stride[d] = there ? p.stride[s] : 1;
    q.dilation[d] = there ? p.dilation[s] : 1;
    patches.by_kernel[d] = Divider(static_cast<uint32_t>(q.kernel[d]));
    patches.by_out[d] = Divider(static_cast<uint32_t>(q.out[d]));
    patches.in_volume *= q.in[d];
    kernel_volume *= q.kernel[d];
    out_volume *= q.out[d];
  }
  int64_t const m = p.out_channels, k = p.in_channels * kernel_volume, n = p.images * out_volume;
  if (k >= INT32_MAX || n >= INT32_MAX - tile_n) return cudaErrorInvalidValue;
  Rows const rows{p.w, p.w_zero, k % 4 == 0 && aligned_to_16(p.w)};
  ToImages<Value> const finish{p.y, p.bias, p.groups, Divider(static_cast<uint32_t>(out_volume)),
                               value};
  return launch_product(rows, patches, finish, {m, n, k, p.groups, 0, 0}, stream);
}

}  // namespace

cudaError_t integer_product(IntegerMatrices const& p, cudaStream_t stream) {
  return run(p, Same{}, stream);
}

template <class Scale>
cudaError_t integer_product(IntegerMatrices const& p, Requantization<Scale> const& q,
                            cudaStream_t stream) {
  return run(p, Requantized<Scale>{q}, stream);
}
template cudaError_t integer_product(IntegerMatrices const&, Requantization<float> const&,
                                     cudaStream_t);
template cudaError_t integer_product(IntegerMatrices const&, Requantization<__half> const&,
                                     cudaStream_t);

cudaError_t integer_convolution(IntegerConvolution const& p, cudaStream_t stream) {
  return run(p, Same{}, stream);
}
cudaError_t integer_convolution(IntegerConvolution const& p, Requantization<float> const& q,
                                cudaStream_t stream) {
  return run(p, Requantized<float>{q}, stream);
}

}  // namespace trtp::kernels

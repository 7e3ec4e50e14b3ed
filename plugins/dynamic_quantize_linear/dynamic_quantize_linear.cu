#include "dynamic_quantize_linear.h"

#include <cub/block/block_reduce.cuh>

#include "kernel/elementwise.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;
constexpr int most_blocks = 2048;

struct Parameters {
  float scale;
  float zero;
};

struct Extremes {
  float low, high;
};
struct Wider {
  __device__ Extremes operator()(Extremes a, Extremes b) const {
    return {fminf(a.low, b.low), fmaxf(a.high, b.high)};
  }
};

__device__ Extremes of_block(Extremes mine) {
  using Reduce = cub::BlockReduce<Extremes, threads>;
  __shared__ typename Reduce::TempStorage storage;
  return Reduce(storage).Reduce(mine, Wider{});
}

template <int N>
__global__ void __launch_bounds__(threads)
    extremes_kernel(float const* x, int64_t count, Extremes* out) {
  Extremes mine{0.F, 0.F};
  int64_t const step = int64_t{gridDim.x} * threads * N;
  for (int64_t i = (int64_t{blockIdx.x} * threads + threadIdx.x) * N; i < count; i += step) {
    auto const v = widen(load<N>(x + i));
#pragma unroll
    for (int k = 0; k < N; ++k) mine = Wider{}(mine, {v[k], v[k]});
  }
  mine = of_block(mine);
  if (threadIdx.x == 0) out[blockIdx.x] = mine;
}

__global__ void __launch_bounds__(threads)
    parameters_kernel(Extremes const* parts, int count, Parameters* out, float* scale,
                      int32_t* zero) {
  Extremes all{0.F, 0.F};
  for (int i = static_cast<int>(threadIdx.x); i < count; i += threads) {
    all = Wider{}(all, parts[i]);
  }
  all = of_block(all);
  if (threadIdx.x != 0) return;
  float const range = all.high == all.low ? 1.F : __fsub_rn(all.high, all.low);
  Parameters p;
  p.scale = __fdiv_rn(range, 255.F);
  p.zero = rintf(fminf(255.F, fmaxf(0.F, -__fdiv_rn(all.low, p.scale))));
  *out = p;
  if (scale != nullptr) *scale = p.scale;
  if (zero != nullptr) *zero = static_cast<int32_t>(p.zero);
}

struct Quantize {
  Parameters const* parameters;
  __device__ int32_t operator()(float x) const {
    float const scale = __ldg(&parameters->scale), zero = __ldg(&parameters->zero);
    return static_cast<int32_t>(fminf(255.F, fmaxf(0.F, rintf(__fdiv_rn(x, scale)) + zero)));
  }
};

}  // namespace

size_t dynamic_quantize_workspace() { return sizeof(Parameters) + most_blocks * sizeof(Extremes); }

cudaError_t dynamic_quantize(float const* x, int64_t count, int32_t* y, float* scale, int32_t* zero,
                             void* workspace, cudaStream_t stream) {
  Device device;
  cudaError_t status = current_device(device);
  if (status != cudaSuccess) return status;
  auto* const parameters = static_cast<Parameters*>(workspace);
  auto* const parts = reinterpret_cast<Extremes*>(parameters + 1);
  constexpr int n = pack_size<float>();
  bool const vectors = aligned<n>(x) && count % n == 0;
  int64_t const wanted = ceil_div(count, int64_t{threads} * n);
  auto const blocks = static_cast<int>(
      std::max<int64_t>(1, std::min<int64_t>({wanted, most_blocks, device.processors * 8})));
  dim3 const grid(static_cast<unsigned>(blocks));
  status = vectors ? launch(extremes_kernel<n>, grid, threads, stream, x, count, parts)
                   : launch(extremes_kernel<1>, grid, threads, stream, x, count, parts);
  if (status == cudaSuccess) {
    status =
        launch(parameters_kernel, dim3(1), threads, stream, parts, blocks, parameters, scale, zero);
  }
  if (status != cudaSuccess || y == nullptr) return status;
  return elementwise(stream, count, Quantize{parameters}, y, x);
}

}  // namespace trtp::kernels

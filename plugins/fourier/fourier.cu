#include "fourier.h"

#include "kernel/launch.cuh"
#include "transform.cuh"

namespace trtp::kernels {
namespace {

template <class Body>
__global__ void __launch_bounds__(512) fourier_kernel(Body body) {
  extern __shared__ float4 memory[];
  body({static_cast<int>(threadIdx.x), static_cast<int>(blockDim.x), block_index()},
       reinterpret_cast<char*>(memory));
}

struct Limits {
  size_t shared_bytes = 48 * 1024;
  int longest_in_block = 2048;
};

// 4096 numbers take two buffers of 34 KiB: Turing has 64 KiB, what came after it more.
cudaError_t limits_of_device(Limits& out) {
  int device = 0, bytes = 0;
  cudaError_t status = cudaGetDevice(&device);
  if (status == cudaSuccess) {
    status = cudaDeviceGetAttribute(&bytes, cudaDevAttrMaxSharedMemoryPerBlockOptin, device);
  }
  if (status != cudaSuccess) return status;
  out.shared_bytes = static_cast<size_t>(bytes);
  out.longest_in_block = bytes >= 80 * 1024 ? fft::longest_in_block : 2048;
  return cudaSuccess;
}

struct Run {
  cudaStream_t stream;

  template <class Body>
  cudaError_t operator()(Body const& body, int64_t blocks, int threads, size_t bytes) const {
    if (bytes > 48 * 1024) {
      cudaError_t const status =
          cudaFuncSetAttribute(fourier_kernel<Body>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                               static_cast<int>(bytes));
      if (status != cudaSuccess) return status;
    }
    cudaLaunchConfig_t config{};
    config.gridDim = whole_grid(blocks);
    config.blockDim = dim3(static_cast<unsigned>(threads));
    config.dynamicSmemBytes = bytes;
    config.stream = stream;
    return cudaLaunchKernelEx(&config, fourier_kernel<Body>, body);
  }
  cudaError_t fixed(fft::FixedKind kind, int n, fft::FixedJob const& job) const {
    return fft::fixed_transform(kind, n, job, stream);
  }
};

}  // namespace

int64_t fourier_limit() {
  Limits limits;
  limits_of_device(limits);  // without a device: what every device can do
  return fft::longest(limits.longest_in_block);
}

size_t fourier_workspace(int64_t n, int64_t transforms, bool exact) {
  if (n < 1) return 0;
  Limits limits;
  limits_of_device(limits);
  int const limit = limits.longest_in_block;
  n = std::min(n, fft::longest(limit));
  return fft::workspace_for(n, transforms, exact, limits.shared_bytes, limit);
}

template <class T>
cudaError_t fourier(Fourier<T> const& f, void* workspace, cudaStream_t stream) {
  Limits limits;
  if (cudaError_t const status = limits_of_device(limits); status != cudaSuccess) return status;
  Run run{stream};
  return fft::Transform<Run>(run, limits.shared_bytes, limits.longest_in_block)(f, workspace);
}

template cudaError_t fourier(Fourier<float> const&, void*, cudaStream_t);
template cudaError_t fourier(Fourier<__half> const&, void*, cudaStream_t);

}  // namespace trtp::kernels

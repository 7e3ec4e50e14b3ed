#include "fixed_launch.cuh"

namespace trtp::kernels::fft {

template cudaError_t fixed_transform_of<FixedKind::convolution>(int, FixedJob const&, cudaStream_t);

}  // namespace trtp::kernels::fft

#include "fixed_launch.cuh"

namespace trtp::kernels::fft {

template cudaError_t fixed_transform_of<FixedKind::real_to_complex>(int, FixedJob const&,
                                                                    cudaStream_t);
template cudaError_t fixed_transform_of<FixedKind::complex_to_real>(int, FixedJob const&,
                                                                    cudaStream_t);

}  // namespace trtp::kernels::fft

#include "fixed.h"

namespace trtp::kernels::fft {

cudaError_t fixed_transform(FixedKind kind, int n, FixedJob const& job, cudaStream_t stream) {
  switch (kind) {
    case FixedKind::complex_to_complex:
      return fixed_transform_of<FixedKind::complex_to_complex>(n, job, stream);
    case FixedKind::twisted: return fixed_transform_of<FixedKind::twisted>(n, job, stream);
    case FixedKind::real_to_complex:
      return fixed_transform_of<FixedKind::real_to_complex>(n, job, stream);
    case FixedKind::complex_to_real:
      return fixed_transform_of<FixedKind::complex_to_real>(n, job, stream);
    case FixedKind::convolution: return fixed_transform_of<FixedKind::convolution>(n, job, stream);
  }
  return cudaErrorInvalidValue;
}

}  // namespace trtp::kernels::fft

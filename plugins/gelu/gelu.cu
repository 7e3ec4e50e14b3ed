#include "gelu.h"

#include "gelu.cuh"
#include "kernel/elementwise.cuh"

namespace trtp::kernels {

template <class T>
cudaError_t gelu(T const* x, T* y, int64_t count, GeluForm form, cudaStream_t stream) {
  constexpr bool half = std::is_same_v<T, __half>;
  using Erf = std::conditional_t<half, GeluErfHalf, GeluErfFloat<>>;
  using Tanh = std::conditional_t<half, GeluTanhHalf, GeluTanhFloat<>>;
  return form == GeluForm::tanh ? elementwise(stream, count, Tanh{}, y, x)
                                : elementwise(stream, count, Erf{}, y, x);
}

template cudaError_t gelu(float const*, float*, int64_t, GeluForm, cudaStream_t);
template cudaError_t gelu(__half const*, __half*, int64_t, GeluForm, cudaStream_t);

}  // namespace trtp::kernels

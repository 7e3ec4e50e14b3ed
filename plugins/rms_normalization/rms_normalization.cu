#include "rms_normalization.h"

#include "../row_normalization/kinds.cuh"
#include "../row_normalization/run.cuh"

namespace trtp::kernels {

template <class T, class Scale>
cudaError_t rms_normalization(T const* x, Scale const* scale, Broadcast const& layout, T* y,
                              int64_t rows, int64_t cols, float epsilon, void* workspace,
                              cudaStream_t stream) {
  NormalizedRows<T, Scale, Broadcast> rows_of{};
  rows_of.x = x;
  rows_of.y = y;
  rows_of.scale = scale;
  rows_of.scale_layout = layout;
  rows_of.rows = rows;
  rows_of.cols = cols;
  rows_of.epsilon = epsilon;
  rows_of.stream = stream;
  return normalize_rows<RootMeanSquare>(rows_of, workspace);
}

#define TRTP_RMS_NORMALIZATION(T, Scale)                                                        \
  template cudaError_t rms_normalization(T const*, Scale const*, Broadcast const&, T*, int64_t, \
                                         int64_t, float, void*, cudaStream_t);
TRTP_RMS_NORMALIZATION(float, float)
TRTP_RMS_NORMALIZATION(__half, __half)
TRTP_RMS_NORMALIZATION(float, __half)
TRTP_RMS_NORMALIZATION(__half, float)

}  // namespace trtp::kernels

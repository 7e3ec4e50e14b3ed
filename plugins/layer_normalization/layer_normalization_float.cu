#include "layer_normalization.cuh"

namespace trtp::kernels {

TRTP_LAYER_NORMALIZATION(float)

}  // namespace trtp::kernels

#include "layer_normalization.cuh"

namespace trtp::kernels {

TRTP_LAYER_NORMALIZATION(__half)

}  // namespace trtp::kernels

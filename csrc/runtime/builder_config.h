#pragma once

#include <NvInfer.h>

#include "build_options.h"

namespace trtp::runtime {

// Sets what does not depend on the network. Throws Error for an option that TensorRT or the GPU
// does not have; check() was passed before. Where there is no DLA and it may be done without, the
// log is warned.
void configure(nvinfer1::IBuilder const& builder, nvinfer1::IBuilderConfig& config,
               BuildOptions const& options, Operation const& operation);

// Sets what is said of single layers and tensors: types and layouts of inputs and outputs, dynamic
// ranges, precisions and devices of layers. Throws Error naming what the network does not have or
// cannot be.
void configure(nvinfer1::INetworkDefinition& network, nvinfer1::IBuilderConfig& config,
               BuildOptions const& options, Operation const& operation);

}  // namespace trtp::runtime

#pragma once

#include <NvInfer.h>

#include <memory>

#include "build_options.h"

namespace trtp::runtime {

// Builds an engine for the current GPU and returns its plan. Throws Error with TensorRT's lines
// where there is no GPU, the model cannot be imported, options contradict each other or do not fit
// the model (named, with what was expected), or nothing can be built; Cancelled if asked to stop;
// and what the calibration data throws.
std::unique_ptr<nvinfer1::IHostMemory> build(Model const& model, BuildOptions const& options);

// The same of a network that the caller has filled, with `builder` its own, for which check() was
// passed. The network's tensors and layers are changed as the options say.
std::unique_ptr<nvinfer1::IHostMemory> build(nvinfer1::IBuilder& builder,
                                             nvinfer1::INetworkDefinition& network,
                                             BuildOptions const& options,
                                             Operation const& operation);

}  // namespace trtp::runtime

#pragma once

#include <NvInfer.h>

#include <map>
#include <string>

#include "build_options.h"

namespace trtp::runtime {

// Throws Error unless TensorRT has the layout for the type, and for so many dimensions.
void check_format(nvinfer1::DataType type, nvinfer1::TensorFormat format, int rank);

// Types and layouts of the network's inputs and outputs. Throws Error naming the tensor.
void set_io(nvinfer1::INetworkDefinition& network, std::map<std::string, TensorIo> const& io);

}  // namespace trtp::runtime

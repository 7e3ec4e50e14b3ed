#pragma once

#include <NvInfer.h>

#include <map>
#include <string>

#include "build_options.h"

namespace trtp::runtime {

// Of layers named exactly or by a shell pattern; an exact name goes before a pattern. Layers that
// TensorRT has no choice for are left alone: shapes, constants, and what computes on integers or
// booleans. Throw Error for a name that no layer or tensor has.

void set_layer_precisions(nvinfer1::INetworkDefinition const& network,
                          std::map<std::string, nvinfer1::DataType> const& precisions,
                          std::map<std::string, nvinfer1::DataType> const& output_types);

// Layers that DLA cannot run are an Error unless they may fall back to the GPU.
void set_layer_devices(nvinfer1::INetworkDefinition const& network,
                       nvinfer1::IBuilderConfig& config,
                       std::map<std::string, nvinfer1::DeviceType> const& devices);

void set_dynamic_ranges(nvinfer1::INetworkDefinition const& network,
                        std::map<std::string, DynamicRange> const& ranges);

}  // namespace trtp::runtime

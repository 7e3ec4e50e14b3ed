#pragma once

#include <NvInfer.h>

#include <string>

namespace trtp::runtime {

// TensorRT's enumerations by the names its tools and guide use, in lower case. Those that read
// throw Error listing what was expected.

// "fp32", "fp16", "int8", "int32", "bool", "uint8"; numpy's names of these are read too
nvinfer1::DataType data_type_of(std::string const& name);
std::string name_of(nvinfer1::DataType type);

// "linear", "chw2", "hwc8", "chw4", "chw16", "chw32", "dhwc8", "cdhw32", "hwc", "dla_linear",
// "dla_hwc4", "hwc16", "dhwc"
nvinfer1::TensorFormat format_of(std::string const& name);
std::string name_of(nvinfer1::TensorFormat format);

// "workspace", "dla_managed_sram", "dla_local_dram", "dla_global_dram", "tactic_dram"
nvinfer1::MemoryPoolType memory_pool_of(std::string const& name);
std::string name_of(nvinfer1::MemoryPoolType pool);

// "cublas", "cublas_lt", "cudnn", "edge_mask_convolutions", "jit_convolutions"
nvinfer1::TacticSource tactic_source_of(std::string const& name);

// "layer_names_only", "none", "detailed"
nvinfer1::ProfilingVerbosity profiling_verbosity_of(std::string const& name);

// "none", "ampere_plus"
nvinfer1::HardwareCompatibilityLevel hardware_compatibility_of(std::string const& name);

// "gpu", "dla"
nvinfer1::DeviceType device_type_of(std::string const& name);

// "entropy_2", "entropy", "minmax", "legacy"
nvinfer1::CalibrationAlgoType calibration_algorithm_of(std::string const& name);
std::string name_of(nvinfer1::CalibrationAlgoType algorithm);

}  // namespace trtp::runtime

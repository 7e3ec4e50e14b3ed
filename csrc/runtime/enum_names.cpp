#include "enum_names.h"

#include <array>

#include "named_values.h"

namespace trtp::runtime {

namespace {

using nvinfer1::CalibrationAlgoType;
using nvinfer1::DataType;
using nvinfer1::DeviceType;
using nvinfer1::HardwareCompatibilityLevel;
using nvinfer1::MemoryPoolType;
using nvinfer1::ProfilingVerbosity;
using nvinfer1::TacticSource;
using nvinfer1::TensorFormat;

// The first name of a value is the one it is called by.
constexpr std::array data_types{
    Name<DataType>{"fp32", DataType::kFLOAT},    Name<DataType>{"fp16", DataType::kHALF},
    Name<DataType>{"int8", DataType::kINT8},     Name<DataType>{"int32", DataType::kINT32},
    Name<DataType>{"bool", DataType::kBOOL},     Name<DataType>{"uint8", DataType::kUINT8},
    Name<DataType>{"float32", DataType::kFLOAT}, Name<DataType>{"float16", DataType::kHALF}};

constexpr std::array formats{Name<TensorFormat>{"linear", TensorFormat::kLINEAR},
                             Name<TensorFormat>{"chw2", TensorFormat::kCHW2},
                             Name<TensorFormat>{"hwc8", TensorFormat::kHWC8},
                             Name<TensorFormat>{"chw4", TensorFormat::kCHW4},
                             Name<TensorFormat>{"chw16", TensorFormat::kCHW16},
                             Name<TensorFormat>{"chw32", TensorFormat::kCHW32},
                             Name<TensorFormat>{"dhwc8", TensorFormat::kDHWC8},
                             Name<TensorFormat>{"cdhw32", TensorFormat::kCDHW32},
                             Name<TensorFormat>{"hwc", TensorFormat::kHWC},
                             Name<TensorFormat>{"dla_linear", TensorFormat::kDLA_LINEAR},
                             Name<TensorFormat>{"dla_hwc4", TensorFormat::kDLA_HWC4},
                             Name<TensorFormat>{"hwc16", TensorFormat::kHWC16},
                             Name<TensorFormat>{"dhwc", TensorFormat::kDHWC}};

constexpr std::array pools{
    Name<MemoryPoolType>{"workspace", MemoryPoolType::kWORKSPACE},
    Name<MemoryPoolType>{"dla_managed_sram", MemoryPoolType::kDLA_MANAGED_SRAM},
    Name<MemoryPoolType>{"dla_local_dram", MemoryPoolType::kDLA_LOCAL_DRAM},
    Name<MemoryPoolType>{"dla_global_dram", MemoryPoolType::kDLA_GLOBAL_DRAM},
    Name<MemoryPoolType>{"tactic_dram", MemoryPoolType::kTACTIC_DRAM}};

constexpr std::array sources{
    Name<TacticSource>{"cublas", TacticSource::kCUBLAS},
    Name<TacticSource>{"cublas_lt", TacticSource::kCUBLAS_LT},
    Name<TacticSource>{"cudnn", TacticSource::kCUDNN},
    Name<TacticSource>{"edge_mask_convolutions", TacticSource::kEDGE_MASK_CONVOLUTIONS},
    Name<TacticSource>{"jit_convolutions", TacticSource::kJIT_CONVOLUTIONS}};

constexpr std::array verbosities{
    Name<ProfilingVerbosity>{"layer_names_only", ProfilingVerbosity::kLAYER_NAMES_ONLY},
    Name<ProfilingVerbosity>{"none", ProfilingVerbosity::kNONE},
    Name<ProfilingVerbosity>{"detailed", ProfilingVerbosity::kDETAILED}};

constexpr std::array compatibilities{
    Name<HardwareCompatibilityLevel>{"none", HardwareCompatibilityLevel::kNONE},
    Name<HardwareCompatibilityLevel>{"ampere_plus", HardwareCompatibilityLevel::kAMPERE_PLUS}};

constexpr std::array devices{Name<DeviceType>{"gpu", DeviceType::kGPU},
                             Name<DeviceType>{"dla", DeviceType::kDLA}};

constexpr std::array algorithms{
    Name<CalibrationAlgoType>{"entropy_2", CalibrationAlgoType::kENTROPY_CALIBRATION_2},
    Name<CalibrationAlgoType>{"entropy", CalibrationAlgoType::kENTROPY_CALIBRATION},
    Name<CalibrationAlgoType>{"minmax", CalibrationAlgoType::kMINMAX_CALIBRATION},
    Name<CalibrationAlgoType>{"legacy", CalibrationAlgoType::kLEGACY_CALIBRATION}};

}  // namespace

DataType data_type_of(std::string const& name) { return find(data_types, name); }
std::string name_of(DataType type) { return name_in(data_types, type); }
TensorFormat format_of(std::string const& name) { return find(formats, name); }
std::string name_of(TensorFormat format) { return name_in(formats, format); }
MemoryPoolType memory_pool_of(std::string const& name) { return find(pools, name); }
std::string name_of(MemoryPoolType pool) { return name_in(pools, pool); }
TacticSource tactic_source_of(std::string const& name) { return find(sources, name); }
ProfilingVerbosity profiling_verbosity_of(std::string const& name) {
  return find(verbosities, name);
}
HardwareCompatibilityLevel hardware_compatibility_of(std::string const& name) {
  return find(compatibilities, name);
}
DeviceType device_type_of(std::string const& name) { return find(devices, name); }
CalibrationAlgoType calibration_algorithm_of(std::string const& name) {
  return find(algorithms, name);
}
std::string name_of(CalibrationAlgoType algorithm) { return name_in(algorithms, algorithm); }

}  // namespace trtp::runtime

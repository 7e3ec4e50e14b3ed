// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstdint>

namespace nvinfer1 {

enum class TensorIOMode : int32_t {
  kNONE = 0,
  kINPUT = 1,
  kOUTPUT = 2,
};

enum class TensorLocation : int32_t {
  kDEVICE = 0,
  kHOST = 1,
};

enum class EngineCapability : int32_t {
  kSTANDARD = 0,
  kDEFAULT = 0,
  kSAFETY = 1,
  kSAFE_GPU = 1,
  kDLA_STANDALONE = 2,
  kSAFE_DLA = 2,
};

enum class TacticSource : int32_t {
  kCUBLAS = 0,
  kCUBLAS_LT = 1,
  kCUDNN = 2,
  kEDGE_MASK_CONVOLUTIONS = 3,
  kJIT_CONVOLUTIONS = 4,
};
using TacticSources = uint32_t;  // a bit for each TacticSource

enum class ProfilingVerbosity : int32_t {
  kLAYER_NAMES_ONLY = 0,
  kNONE = 1,
  kDETAILED = 2,
  kDEFAULT = 0,
  kVERBOSE = 2,
};

// 8.6
enum class HardwareCompatibilityLevel : int32_t {
  kNONE = 0,
  kAMPERE_PLUS = 1,
};

}  // namespace nvinfer1

// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstdint>

namespace nvinfer1 {

class ILogger {
 public:
  enum class Severity : int32_t {
    kINTERNAL_ERROR = 0,
    kERROR = 1,
    kWARNING = 2,
    kINFO = 3,
    kVERBOSE = 4,
  };

  virtual void log(Severity severity, char const* msg) noexcept = 0;
  virtual ~ILogger() = default;
};
static_assert(sizeof(ILogger) == 8);

}  // namespace nvinfer1

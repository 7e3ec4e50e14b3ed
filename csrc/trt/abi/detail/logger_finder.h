// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "logger.h"

namespace nvinfer1 {

// 8.6
class ILoggerFinder {
 public:
  virtual ILogger* findLogger() = 0;

 protected:
  virtual ~ILoggerFinder() = default;
};
static_assert(sizeof(ILoggerFinder) == 8);

}  // namespace nvinfer1

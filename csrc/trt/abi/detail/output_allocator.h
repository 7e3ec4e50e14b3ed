// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "dims.h"

namespace nvinfer1 {

class IOutputAllocator {
 public:
  virtual int32_t getInterfaceVersion() const noexcept { return 1; }
  virtual void* reallocateOutput(char const* tensorName, void* currentMemory, uint64_t size,
                                 uint64_t alignment) noexcept = 0;
  virtual void notifyShape(char const* tensorName, Dims const& dims) noexcept = 0;
  virtual ~IOutputAllocator() = default;
};
static_assert(sizeof(IOutputAllocator) == 8);

}  // namespace nvinfer1

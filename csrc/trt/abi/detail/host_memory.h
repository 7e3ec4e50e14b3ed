// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstddef>
#include "root.h"
#include "types.h"

namespace nvinfer1 {

namespace apiv {

class VHostMemory : public VRoot {
 public:
  virtual void* data() const noexcept = 0;
  virtual size_t size() const noexcept = 0;
  virtual DataType type() const noexcept = 0;
};

}  // namespace apiv

class IHostMemory : public INoCopy {
 public:
  ~IHostMemory() noexcept override = default;
  void* data() const noexcept { return mImpl->data(); }
  size_t size() const noexcept { return mImpl->size(); }
  DataType type() const noexcept { return mImpl->type(); }

 protected:
  apiv::VHostMemory* mImpl;
};
static_assert(sizeof(IHostMemory) == 16);

}  // namespace nvinfer1

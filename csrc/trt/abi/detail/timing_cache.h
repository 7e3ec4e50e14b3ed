// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "host_memory.h"

namespace nvinfer1 {

class ITimingCache;

namespace apiv {

class VTimingCache : public VRoot {
 public:
  virtual IHostMemory* serialize() const noexcept = 0;
  virtual bool combine(ITimingCache const& inputCache, bool ignoreMismatch) noexcept = 0;
  virtual bool reset() noexcept = 0;
};

}  // namespace apiv

class ITimingCache : public INoCopy {
 public:
  ~ITimingCache() noexcept override = default;
  IHostMemory* serialize() const noexcept { return mImpl->serialize(); }
  bool combine(ITimingCache const& inputCache, bool ignoreMismatch) noexcept {
    return mImpl->combine(inputCache, ignoreMismatch);
  }
  bool reset() noexcept { return mImpl->reset(); }

 protected:
  apiv::VTimingCache* mImpl;
};
static_assert(sizeof(ITimingCache) == 16);

}  // namespace nvinfer1

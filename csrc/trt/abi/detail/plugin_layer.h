// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "layer.h"

namespace nvinfer1 {

class IPluginV2;

namespace apiv {

class VPluginV2Layer : public VRoot {
 public:
  virtual IPluginV2& getPlugin() noexcept = 0;
};

}  // namespace apiv

class IPluginV2Layer : public ILayer {
 public:
  IPluginV2& getPlugin() noexcept { return mImpl->getPlugin(); }

 protected:
  ~IPluginV2Layer() noexcept override = default;
  apiv::VPluginV2Layer* mImpl;
};
static_assert(sizeof(IPluginV2Layer) == 24);

}  // namespace nvinfer1

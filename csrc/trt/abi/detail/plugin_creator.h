// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "plugin_field.h"
#include "plugin_v2.h"

namespace nvinfer1 {

class IPluginCreator {
 public:
  virtual int32_t getTensorRTVersion() const noexcept { return NV_TENSORRT_VERSION; }
  virtual char const* getPluginName() const noexcept = 0;
  virtual char const* getPluginVersion() const noexcept = 0;
  virtual PluginFieldCollection const* getFieldNames() noexcept = 0;
  virtual IPluginV2* createPlugin(char const* name, PluginFieldCollection const* fc) noexcept = 0;
  virtual IPluginV2* deserializePlugin(char const* name, void const* serialData,
                                       size_t serialLength) noexcept = 0;
  virtual void setPluginNamespace(char const* pluginNamespace) noexcept = 0;
  virtual char const* getPluginNamespace() const noexcept = 0;
  virtual ~IPluginCreator() = default;
};
static_assert(sizeof(IPluginCreator) == 8);

}  // namespace nvinfer1

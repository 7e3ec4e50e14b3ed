// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "dimension_expressions.h"
#include "plugin_v2.h"

namespace nvinfer1 {

class DynamicPluginTensorDesc {
 public:
  PluginTensorDesc desc;
  Dims min;
  Dims max;
};
static_assert(sizeof(DynamicPluginTensorDesc) == 120 &&
              offsetof(DynamicPluginTensorDesc, min) == 48 &&
              offsetof(DynamicPluginTensorDesc, max) == 84);

class IPluginV2DynamicExt : public IPluginV2Ext {
 public:
  IPluginV2DynamicExt* clone() const noexcept override = 0;
  virtual DimsExprs getOutputDimensions(int32_t outputIndex, DimsExprs const* inputs,
                                        int32_t nbInputs, IExprBuilder& exprBuilder) noexcept = 0;
  virtual bool supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut,
                                         int32_t nbInputs, int32_t nbOutputs) noexcept = 0;
  virtual void configurePlugin(DynamicPluginTensorDesc const* in, int32_t nbInputs,
                               DynamicPluginTensorDesc const* out, int32_t nbOutputs) noexcept = 0;
  virtual size_t getWorkspaceSize(PluginTensorDesc const* inputs, int32_t nbInputs,
                                  PluginTensorDesc const* outputs,
                                  int32_t nbOutputs) const noexcept = 0;
  virtual int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                          void const* const* inputs, void* const* outputs, void* workspace,
                          cudaStream_t stream) noexcept = 0;

 protected:
  int32_t getTensorRTVersion() const noexcept override {
    return static_cast<int32_t>(PluginVersion::kV2_DYNAMICEXT) << 24 |
           (NV_TENSORRT_VERSION & 0xFFFFFF);
  }
  ~IPluginV2DynamicExt() noexcept override = default;

 private:
  // The functions of networks with an implicit batch dimension keep their slots, but TensorRT does
  // not call them: plugins of this kind are not for such networks.
  void configurePlugin(Dims const*, int32_t, Dims const*, int32_t, DataType const*, DataType const*,
                       bool const*, bool const*, PluginFormat, int32_t) noexcept override {}
  bool supportsFormat(DataType, PluginFormat) const noexcept override { return false; }
  Dims getOutputDimensions(int32_t, Dims const*, int32_t) noexcept override { return {-1, {}}; }
  bool isOutputBroadcastAcrossBatch(int32_t, bool const*, int32_t) const noexcept override {
    return false;
  }
  bool canBroadcastInputAcrossBatch(int32_t) const noexcept override { return true; }
  size_t getWorkspaceSize(int32_t) const noexcept override { return 0; }
  int32_t enqueue(int32_t, void const* const*, void* const*, void*,
                  cudaStream_t) noexcept override {
    return 1;
  }
};
static_assert(sizeof(IPluginV2DynamicExt) == 8);

}  // namespace nvinfer1

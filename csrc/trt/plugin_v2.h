#pragma once

#include <NvInfer.h>

#include <cstdint>
#include <memory>
#include <string>

#include "op/any_op.h"

namespace trtp::trt {

// The attribute, besides an operator's own, that says which formal inputs a node gives: [1, 0, 1]
// for a node that leaves out the second. Needed only where inputs are left out before the last one
// given, since TensorRT's parsers cannot pass such a node on.
inline constexpr char const* present_inputs = "present_inputs";

// The same of the outputs that a node uses, all of them by default: the others are neither computed
// nor have memory.
inline constexpr char const* present_outputs = "present_outputs";

// An operator as TensorRT's IPluginV2DynamicExt.
class PluginV2 final : public nvinfer1::IPluginV2DynamicExt {
 public:
  // `type` is the name under which it was created, the operator's or its alias. `present` and
  // `outputs`: see Blob; `present` is 0 while TensorRT has not said how many inputs there are.
  PluginV2(OpInfo const& info, char const* type, std::unique_ptr<AnyOp> op, uint32_t present,
           uint32_t outputs);

  // Both throw Error.
  static std::unique_ptr<PluginV2> create(OpInfo const& info, char const* type,
                                          nvinfer1::PluginFieldCollection const* fields);
  static std::unique_ptr<PluginV2> deserialize(OpInfo const& info, char const* type,
                                               void const* data, size_t size);

  char const* getPluginType() const noexcept override { return type_; }
  char const* getPluginVersion() const noexcept override { return info_.version.c_str(); }
  int32_t getNbOutputs() const noexcept override;
  int32_t initialize() noexcept override { return refused_ ? 1 : 0; }
  void terminate() noexcept override {}
  void destroy() noexcept override { delete this; }
  size_t getSerializationSize() const noexcept override { return blob_.size(); }
  void serialize(void* buffer) const noexcept override;
  void setPluginNamespace(char const* name) noexcept override;
  char const* getPluginNamespace() const noexcept override { return namespace_.c_str(); }
  nvinfer1::IPluginV2DynamicExt* clone() const noexcept override;

  nvinfer1::DataType getOutputDataType(int32_t index, nvinfer1::DataType const* types,
                                       int32_t count) const noexcept override;
  nvinfer1::DimsExprs getOutputDimensions(int32_t index, nvinfer1::DimsExprs const* in,
                                          int32_t count,
                                          nvinfer1::IExprBuilder& builder) noexcept override;
  bool supportsFormatCombination(int32_t pos, nvinfer1::PluginTensorDesc const* io, int32_t inputs,
                                 int32_t outputs) noexcept override;
  void configurePlugin(nvinfer1::DynamicPluginTensorDesc const* in, int32_t inputs,
                       nvinfer1::DynamicPluginTensorDesc const* out,
                       int32_t outputs) noexcept override;
  size_t getWorkspaceSize(nvinfer1::PluginTensorDesc const* in, int32_t inputs,
                          nvinfer1::PluginTensorDesc const* out,
                          int32_t outputs) const noexcept override;
  int32_t enqueue(nvinfer1::PluginTensorDesc const* in_desc,
                  nvinfer1::PluginTensorDesc const* out_desc, void const* const* in,
                  void* const* out, void* workspace, cudaStream_t stream) noexcept override;

 protected:
  int32_t getTensorRTVersion() const noexcept override;

 private:
  uint32_t present(int32_t inputs) const;  // throws Error for a number of inputs that does not fit
  void note_present(uint32_t present);
  void check_outputs(int32_t outputs) const;  // throws Error

  OpInfo const& info_;
  char const* type_;
  std::unique_ptr<AnyOp> op_;
  uint32_t present_;
  uint32_t const outputs_;
  bool refused_ = false;  // configurePlugin cannot fail; initialize can
  std::string blob_;
  std::string namespace_;
};

}  // namespace trtp::trt

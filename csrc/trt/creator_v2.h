#pragma once

#include <NvInfer.h>

#include <memory>
#include <string>
#include <vector>

#include "op/any_op.h"

namespace trtp::trt {

// Creates an operator's plugins under one of its names.
class CreatorV2 final : public nvinfer1::IPluginCreator {
 public:
  // `name` is the operator's or its alias; both belong to `info`, which outlives the creator.
  CreatorV2(OpInfo const& info, std::string const& name);

  int32_t getTensorRTVersion() const noexcept override;
  char const* getPluginName() const noexcept override { return name_.c_str(); }
  char const* getPluginVersion() const noexcept override { return info_.version.c_str(); }
  nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &fields_; }
  nvinfer1::IPluginV2* createPlugin(
      char const* name, nvinfer1::PluginFieldCollection const* fields) noexcept override;
  nvinfer1::IPluginV2* deserializePlugin(char const* name, void const* data,
                                         size_t size) noexcept override;
  void setPluginNamespace(char const* name) noexcept override;
  char const* getPluginNamespace() const noexcept override { return namespace_.c_str(); }

 private:
  template <class Make>
  nvinfer1::IPluginV2* make(char const* layer, Make&& make) noexcept;

  OpInfo const& info_;
  std::string const& name_;
  std::string namespace_;
  std::vector<nvinfer1::PluginField> field_list_;
  nvinfer1::PluginFieldCollection fields_;
};

// A creator for each name of each operator of this library, which stays loaded from then on.
std::vector<std::unique_ptr<CreatorV2>> make_creators();

}  // namespace trtp::trt

#pragma once

#include <NvInfer.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "op/tensor.h"

namespace trtp::runtime {

// A field as an application hands it to a creator; `data` is copied, or null.
struct PluginField {
  std::string name;
  nvinfer1::PluginFieldType type;
  std::unique_ptr<std::string> data;
  int32_t length;
};

// Fields of the types that creators read: numbers, lists of them, a text.
PluginField plugin_field(std::string const& name, float value);
PluginField plugin_field(std::string const& name, int32_t value);
PluginField plugin_field(std::string const& name, std::vector<float> const& values);
PluginField plugin_field(std::string const& name, std::vector<int32_t> const& values);
PluginField plugin_field(std::string const& name, std::string const& value);

struct DestroyPlugin {
  void operator()(nvinfer1::IPluginV2* p) const { p->destroy(); }
};
using PluginPointer = std::unique_ptr<nvinfer1::IPluginV2, DestroyPlugin>;

// A creator of TensorRT's registry. Throws Error if there is none.
nvinfer1::IPluginCreator& plugin_creator(std::string const& name, std::string const& version,
                                         std::string const& namespace_name);

// Null if the creator refuses, having logged why. `name`: of the layer.
PluginPointer create_plugin(nvinfer1::IPluginCreator& creator, std::string const& name,
                            std::vector<PluginField> const& fields);

// A plugin of TensorRT's registry, anybody's, as a value: what an engine would call, without an
// engine and without a GPU. Functions throw Error where TensorRT's interface reports a failure;
// what the plugin logged is in the message.
class Plugin {
 public:
  // Only plugins that are IPluginV2DynamicExt: others are refused.
  static Plugin create(std::string const& name, std::string const& version,
                       std::string const& namespace_name, std::vector<PluginField> const& fields);
  static Plugin deserialize(std::string const& name, std::string const& version,
                            std::string const& namespace_name, std::string const& data);

  std::string type() const { return plugin_->getPluginType(); }
  std::string version() const { return plugin_->getPluginVersion(); }
  std::string namespace_name() const { return plugin_->getPluginNamespace(); }
  void set_namespace(std::string const& name) { plugin_->setPluginNamespace(name.c_str()); }
  int32_t output_count() const { return plugin_->getNbOutputs(); }
  std::string serialize() const;
  Plugin clone() const;

  nvinfer1::DataType output_type(int32_t index,
                                 std::vector<nvinfer1::DataType> const& inputs) const;
  // Extents of -1 in `inputs` are unknown; extents of the result that depend on them are -1.
  std::vector<int64_t> output_shape(int32_t index, std::vector<std::vector<int32_t>> const& inputs);
  // inputs first, then outputs; what follows `pos` is not given.
  bool supports(int32_t pos, std::vector<nvinfer1::PluginTensorDesc> const& io, int32_t inputs,
                int32_t outputs);
  void configure(std::vector<nvinfer1::PluginTensorDesc> const& inputs,
                 std::vector<nvinfer1::PluginTensorDesc> const& outputs);
  size_t workspace(std::vector<nvinfer1::PluginTensorDesc> const& inputs,
                   std::vector<nvinfer1::PluginTensorDesc> const& outputs) const;
  // Device addresses. Asynchronous. `repeat` calls in a row; returns the host's time per call in
  // seconds.
  double enqueue(std::vector<nvinfer1::PluginTensorDesc> const& inputs,
                 std::vector<nvinfer1::PluginTensorDesc> const& outputs,
                 std::vector<uintptr_t> const& in, std::vector<uintptr_t> const& out,
                 uintptr_t workspace, uintptr_t stream, int repeat = 1);

 private:
  explicit Plugin(nvinfer1::IPluginV2* plugin, std::string const& what);

  std::unique_ptr<nvinfer1::IPluginV2DynamicExt, DestroyPlugin> plugin_;
};

}  // namespace trtp::runtime

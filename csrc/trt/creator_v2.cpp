#include "creator_v2.h"

#include "convert.h"
#include "keep_loaded.h"
#include "library.h"
#include "log.h"
#include "plugin_v2.h"

namespace trtp::trt {

using nvinfer1::IPluginV2;
using nvinfer1::PluginFieldType;

CreatorV2::CreatorV2(OpInfo const& info, std::string const& name)
    : info_(info), name_(name == info.alias ? info.alias : info.name) {
  // TensorRT's ONNX parser passes on just the attributes that are announced here.
  for (auto const& a : info.attributes)
    field_list_.emplace_back(a.name.c_str(), nullptr, field_type(a.kind), 1);
  // It logs a warning for each of them that a node lacks, so these are not announced where nobody
  // can need them: whoever leaves out inputs or outputs goes by the alias.
  if (name == info.alias && info.required_inputs() < info.input_count()) {
    field_list_.emplace_back(present_inputs, nullptr, PluginFieldType::kINT32, 1);
  }
  if (name == info.alias && info.output_count() > 1) {
    field_list_.emplace_back(present_outputs, nullptr, PluginFieldType::kINT32, 1);
  }
  fields_.nbFields = static_cast<int32_t>(field_list_.size());
  fields_.fields = field_list_.data();
}

int32_t CreatorV2::getTensorRTVersion() const noexcept { return loaded_version(); }

template <class Make>
IPluginV2* CreatorV2::make(char const* layer, Make&& make) noexcept {
  return guarded(static_cast<IPluginV2*>(nullptr), [&]() -> IPluginV2* {
    auto const run = [&] {
      auto plugin = make();
      plugin->setPluginNamespace(namespace_.c_str());
      return plugin.release();
    };
    if (!layer || !*layer) return run();
    return within(text("layer '", layer, "'"), run);
  });
}

IPluginV2* CreatorV2::createPlugin(char const* name,
                                   nvinfer1::PluginFieldCollection const* fields) noexcept {
  return make(name, [&] { return PluginV2::create(info_, name_.c_str(), fields); });
}

IPluginV2* CreatorV2::deserializePlugin(char const* name, void const* data, size_t size) noexcept {
  return make(name, [&] { return PluginV2::deserialize(info_, name_.c_str(), data, size); });
}

void CreatorV2::setPluginNamespace(char const* name) noexcept {
  guarded(0, [&] { return namespace_ = name ? name : "", 0; });
}

std::vector<std::unique_ptr<CreatorV2>> make_creators() {
  keep_loaded();
  std::vector<std::unique_ptr<CreatorV2>> out;
  for (auto const* info : operators()) {
    out.push_back(std::make_unique<CreatorV2>(*info, info->name));
    out.push_back(std::make_unique<CreatorV2>(*info, info->alias));
  }
  return out;
}

}  // namespace trtp::trt

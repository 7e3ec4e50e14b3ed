#include <mutex>

#include "network_add.h"
#include "plugin_lookup.h"

namespace trtp::runtime {

namespace {

void check_fields(nvinfer1::IPluginCreator& creator, std::vector<PluginField> const& fields) {
  auto const* const known = creator.getFieldNames();
  if (!known || known->nbFields == 0) return;  // one that does not say
  std::string names;
  for (int i = 0; i < known->nbFields; ++i)
    names += text(i ? ", '" : "'", known->fields[i].name, "'");
  for (auto const& field : fields) {
    bool found = false;
    for (int i = 0; i < known->nbFields; ++i) found = found || field.name == known->fields[i].name;
    if (!found) fail("fields: expected some of ", names, ", got '", field.name, "'");
  }
}

}  // namespace

Layer Network::add_plugin_v2(std::vector<Tensor> const& inputs, std::string const& name,
                             std::string const& version, std::string const& namespace_name,
                             std::vector<PluginField> const& fields, LayerOptions const& options) {
  auto const function = text("add_plugin_v2 ", name);
  return add(function.c_str(), options, [&](Operation const& operation) {
    std::vector<nvinfer1::ITensor*> raw;
    for (size_t i = 0; i < inputs.size(); ++i)
      raw.push_back(&state_->raw(inputs[i], text("inputs[", i, "]").c_str()));
    std::shared_lock<std::shared_mutex> const lookup(plugin_lookup());
    auto& creator = plugin_creator(name, version, namespace_name);
    check_fields(creator, fields);
    auto const plugin = create_plugin(creator, options.name.empty() ? name : options.name, fields);
    if (!plugin) operation.fail("the plugin's creator refuses");
    // The network takes a clone.
    return state_->network->addPluginV2(raw.data(), static_cast<int32_t>(raw.size()), *plugin);
  });
}

}  // namespace trtp::runtime

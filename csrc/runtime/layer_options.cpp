#include "layer_options.h"

#include <fnmatch.h>

#include <functional>
#include <set>
#include <vector>

#include "enum_names.h"
#include "op/error.h"

namespace trtp::runtime {

namespace {

using nvinfer1::DataType;
using nvinfer1::ILayer;
using nvinfer1::LayerType;

constexpr size_t names_shown = 20;

[[noreturn]] void fail_unknown(char const* option, char const* kind, std::string const& name,
                               std::vector<std::string> const& known) {
  std::string names;
  for (size_t i = 0; i < known.size() && i < names_shown; ++i)
    names += text(i ? ", '" : "'", known[i], "'");
  if (known.size() > names_shown) names += text(" and ", known.size() - names_shown, " more");
  fail(option, ": the network has no ", kind, " '", name, "'; expected one of ", names);
}

// Every layer with what is said of it, exactly or by the first pattern that fits.
template <class T>
void for_layers(nvinfer1::INetworkDefinition const& network, char const* option,
                std::map<std::string, T> const& values,
                std::function<void(ILayer&, T const&)> const& f) {
  std::set<std::string> used;
  std::vector<std::string> names;
  for (int i = 0; i < network.getNbLayers(); ++i) {
    auto& layer = *network.getLayer(i);
    names.emplace_back(layer.getName());
    auto it = values.find(layer.getName());
    for (auto p = values.begin(); p != values.end(); ++p) {
      if (p != it && fnmatch(p->first.c_str(), layer.getName(), 0) != 0) continue;
      used.insert(p->first);
      if (it == values.end()) it = p;
    }
    if (it == values.end()) continue;
    within(text(option, " of '", layer.getName(), "'"), [&] { f(layer, it->second); });
  }
  for (auto const& [name, value] : values) {
    if (used.count(name) == 0) fail_unknown(option, "layer", name, names);
  }
}

bool is_real(DataType type) {
  return type == DataType::kFLOAT || type == DataType::kHALF || type == DataType::kINT8;
}

bool has_precision(ILayer const& layer) {
  switch (layer.getType()) {
    case LayerType::kCONSTANT:
    case LayerType::kSHAPE:
    case LayerType::kCONDITION:
    case LayerType::kTRIP_LIMIT:
    case LayerType::kASSERTION: return false;
    default: break;
  }
  for (int i = 0; i < layer.getNbOutputs(); ++i) {
    auto const* const output = layer.getOutput(i);
    if (output && !is_real(output->getType())) return false;
  }
  return true;
}

}  // namespace

void set_layer_precisions(nvinfer1::INetworkDefinition const& network,
                          std::map<std::string, DataType> const& precisions,
                          std::map<std::string, DataType> const& output_types) {
  for_layers<DataType>(network, "layer_precisions", precisions,
                       [](ILayer& layer, DataType const& type) {
                         if (has_precision(layer)) layer.setPrecision(type);
                       });
  for_layers<DataType>(network, "layer_output_types", output_types,
                       [](ILayer& layer, DataType const& type) {
                         if (!has_precision(layer)) return;
                         for (int i = 0; i < layer.getNbOutputs(); ++i)
                           layer.setOutputType(i, type);
                       });
}

void set_layer_devices(nvinfer1::INetworkDefinition const& network,
                       nvinfer1::IBuilderConfig& config,
                       std::map<std::string, nvinfer1::DeviceType> const& devices) {
  for_layers<nvinfer1::DeviceType>(
      network, "layer_devices", devices, [&](ILayer& layer, nvinfer1::DeviceType const& device) {
        config.setDeviceType(&layer, device);
        bool const fallback = config.getFlag(nvinfer1::BuilderFlag::kGPU_FALLBACK);
        if (device == nvinfer1::DeviceType::kDLA && !fallback && !config.canRunOnDLA(&layer))
          fail("DLA cannot run it, and gpu_fallback is not given");
      });
}

void set_dynamic_ranges(nvinfer1::INetworkDefinition const& network,
                        std::map<std::string, DynamicRange> const& ranges) {
  if (ranges.empty()) return;
  std::map<std::string, nvinfer1::ITensor*> tensors;
  auto const add = [&](nvinfer1::ITensor* tensor) {
    if (tensor) tensors[tensor->getName()] = tensor;
  };
  for (int i = 0; i < network.getNbInputs(); ++i) add(network.getInput(i));
  for (int i = 0; i < network.getNbLayers(); ++i) {
    auto const* const layer = network.getLayer(i);
    for (int k = 0; k < layer->getNbOutputs(); ++k) add(layer->getOutput(k));
  }
  for (auto const& [name, range] : ranges) {
    auto const it = tensors.find(name);
    if (it == tensors.end()) {
      std::vector<std::string> names;
      for (auto const& [known, tensor] : tensors) names.push_back(known);
      fail_unknown("dynamic_ranges", "tensor", name, names);
    }
    if (!it->second->setDynamicRange(range.low, range.high)) {
      fail("dynamic_ranges of '", name, "': TensorRT refuses ", range.low, ", ", range.high);
    }
  }
}

}  // namespace trtp::runtime

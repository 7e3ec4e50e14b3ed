#include "plugin.h"

#include <chrono>
#include <deque>
#include <optional>

#include "op/error.h"
#include "op/integer_dims.h"
#include "trt/library.h"

namespace trtp::runtime {

using nvinfer1::DimensionOperation;
using nvinfer1::IDimensionExpr;
using nvinfer1::IPluginV2;
using nvinfer1::PluginTensorDesc;

namespace {

// TensorRT's expressions of extents, evaluated at once; an extent without a value is unknown.
class Extent final : public IDimensionExpr, public nvinfer1::apiv::VDimensionExpr {
 public:
  explicit Extent(std::optional<int32_t> value) : value_(value) { IDimensionExpr::mImpl = this; }
  bool isConstant() const override { return value_.has_value(); }
  int32_t getConstantValue() const override { return value_.value_or(-1); }

 private:
  std::optional<int32_t> value_;
};

class Extents final : public nvinfer1::IExprBuilder, public nvinfer1::apiv::VExprBuilder {
 public:
  Extents() { IExprBuilder::mImpl = this; }
  IDimensionExpr const* unknown() { return &all_.emplace_back(std::nullopt); }
  IDimensionExpr const* constant(int32_t value) override { return &all_.emplace_back(value); }
  IDimensionExpr const* operation(DimensionOperation op, IDimensionExpr const& a,
                                  IDimensionExpr const& b) override {
    if (!a.isConstant() || !b.isConstant()) return unknown();
    IntegerDims ops;
    auto const* x = ops.constant(a.getConstantValue());
    auto const* y = ops.constant(b.getConstantValue());
    return constant(static_cast<int32_t>(*ops.known(ops.apply(code(op), x, y))));
  }

 private:
  static DimOps::Code code(DimensionOperation op) {
    switch (op) {
      case DimensionOperation::kSUM: return DimOps::sum;
      case DimensionOperation::kPROD: return DimOps::prod;
      case DimensionOperation::kSUB: return DimOps::sub;
      case DimensionOperation::kMAX: return DimOps::max;
      case DimensionOperation::kMIN: return DimOps::min;
      case DimensionOperation::kFLOOR_DIV: return DimOps::floor_div;
      case DimensionOperation::kCEIL_DIV: return DimOps::ceil_div;
      default: fail("an operation on extents that is not supported here");
    }
  }

  std::deque<Extent> all_;
};

std::vector<nvinfer1::DynamicPluginTensorDesc> dynamic(std::vector<PluginTensorDesc> const& descs) {
  std::vector<nvinfer1::DynamicPluginTensorDesc> out;
  for (auto const& d : descs) out.push_back({d, d.dims, d.dims});
  return out;
}

template <class T>
PluginField field_of(std::string const& name, nvinfer1::PluginFieldType type, T const* values,
                     size_t count) {
  auto data =
      std::make_unique<std::string>(reinterpret_cast<char const*>(values), count * sizeof(T));
  return {name, type, std::move(data), static_cast<int32_t>(count)};
}

int32_t count(std::vector<PluginTensorDesc> const& v) { return static_cast<int32_t>(v.size()); }

}  // namespace

PluginField plugin_field(std::string const& name, float value) {
  return field_of(name, nvinfer1::PluginFieldType::kFLOAT32, &value, 1);
}

PluginField plugin_field(std::string const& name, int32_t value) {
  return field_of(name, nvinfer1::PluginFieldType::kINT32, &value, 1);
}

PluginField plugin_field(std::string const& name, std::vector<float> const& values) {
  return field_of(name, nvinfer1::PluginFieldType::kFLOAT32, values.data(), values.size());
}

PluginField plugin_field(std::string const& name, std::vector<int32_t> const& values) {
  return field_of(name, nvinfer1::PluginFieldType::kINT32, values.data(), values.size());
}

PluginField plugin_field(std::string const& name, std::string const& value) {
  // With the NUL, as TensorRT's ONNX parser hands them over.
  return field_of(name, nvinfer1::PluginFieldType::kCHAR, value.c_str(), value.size() + 1);
}

nvinfer1::IPluginCreator& plugin_creator(std::string const& name, std::string const& version,
                                         std::string const& ns) {
  auto* const c =
      trt::library().registry().getPluginCreator(name.c_str(), version.c_str(), ns.c_str());
  if (!c)
    fail("TensorRT's registry has no creator of '", name, "' version '", version,
         "' in namespace '", ns, "'");
  return *c;
}

PluginPointer create_plugin(nvinfer1::IPluginCreator& creator, std::string const& name,
                            std::vector<PluginField> const& fields) {
  std::vector<nvinfer1::PluginField> list;
  for (auto const& f : fields)
    list.emplace_back(f.name.c_str(), f.data ? f.data->data() : nullptr, f.type, f.length);
  nvinfer1::PluginFieldCollection collection{};
  collection.nbFields = static_cast<int32_t>(list.size());
  collection.fields = list.data();
  return PluginPointer(creator.createPlugin(name.c_str(), &collection));
}

Plugin::Plugin(IPluginV2* plugin, std::string const& what) {
  if (!plugin) fail(what, ": the plugin's creator refused");
  auto const kind = plugin->getTensorRTVersion() >> 24;
  if (kind != static_cast<int32_t>(nvinfer1::PluginVersion::kV2_DYNAMICEXT)) {
    plugin->destroy();
    fail(what, ": expected an IPluginV2DynamicExt, got a plugin of an older kind (", kind, ")");
  }
  plugin_.reset(static_cast<nvinfer1::IPluginV2DynamicExt*>(plugin));
}

Plugin Plugin::create(std::string const& name, std::string const& version, std::string const& ns,
                      std::vector<PluginField> const& fields) {
  return Plugin(create_plugin(plugin_creator(name, version, ns), name, fields).release(), name);
}

Plugin Plugin::deserialize(std::string const& name, std::string const& version,
                           std::string const& ns, std::string const& data) {
  return Plugin(
      plugin_creator(name, version, ns).deserializePlugin(name.c_str(), data.data(), data.size()),
      name);
}

std::string Plugin::serialize() const {
  std::string out(plugin_->getSerializationSize(), '\0');
  plugin_->serialize(out.data());
  return out;
}

Plugin Plugin::clone() const { return Plugin(plugin_->clone(), type()); }

nvinfer1::DataType Plugin::output_type(int32_t index,
                                       std::vector<nvinfer1::DataType> const& inputs) const {
  return plugin_->getOutputDataType(index, inputs.data(), static_cast<int32_t>(inputs.size()));
}

std::vector<int64_t> Plugin::output_shape(int32_t index,
                                          std::vector<std::vector<int32_t>> const& inputs) {
  Extents extents;
  std::vector<nvinfer1::DimsExprs> in;
  for (auto const& shape : inputs) {
    nvinfer1::DimsExprs d{};
    if (shape.size() > nvinfer1::Dims::MAX_DIMS)
      fail("a shape has at most 8 extents, got ", shape.size());
    d.nbDims = static_cast<int32_t>(shape.size());
    for (size_t k = 0; k < shape.size(); ++k)
      d.d[k] = shape[k] < 0 ? extents.unknown() : extents.constant(shape[k]);
    in.push_back(d);
  }
  auto const out =
      plugin_->getOutputDimensions(index, in.data(), static_cast<int32_t>(in.size()), extents);
  if (out.nbDims < 0) fail(type(), ": the plugin refused these shapes");
  std::vector<int64_t> shape;
  for (int k = 0; k < out.nbDims; ++k)
    shape.push_back(out.d[k]->isConstant() ? out.d[k]->getConstantValue() : -1);
  return shape;
}

bool Plugin::supports(int32_t pos, std::vector<PluginTensorDesc> const& io, int32_t inputs,
                      int32_t outputs) {
  if (pos < 0 || pos >= count(io))
    fail("position ", pos, " is not among the ", count(io), " descriptors");
  return plugin_->supportsFormatCombination(pos, io.data(), inputs, outputs);
}

void Plugin::configure(std::vector<PluginTensorDesc> const& inputs,
                       std::vector<PluginTensorDesc> const& outputs) {
  auto const in = dynamic(inputs), out = dynamic(outputs);
  plugin_->configurePlugin(in.data(), count(inputs), out.data(), count(outputs));
  if (plugin_->initialize() != 0) fail(type(), ": the plugin refused this configuration");
}

size_t Plugin::workspace(std::vector<PluginTensorDesc> const& inputs,
                         std::vector<PluginTensorDesc> const& outputs) const {
  return plugin_->getWorkspaceSize(inputs.data(), count(inputs), outputs.data(), count(outputs));
}

double Plugin::enqueue(std::vector<PluginTensorDesc> const& inputs,
                       std::vector<PluginTensorDesc> const& outputs,
                       std::vector<uintptr_t> const& in, std::vector<uintptr_t> const& out,
                       uintptr_t workspace, uintptr_t stream, int repeat) {
  std::vector<void const*> a;
  std::vector<void*> b;
  for (auto p : in) a.push_back(reinterpret_cast<void const*>(p));
  for (auto p : out) b.push_back(reinterpret_cast<void*>(p));
  auto const start = std::chrono::steady_clock::now();
  for (int i = 0; i < repeat; ++i) {
    if (plugin_->enqueue(inputs.data(), outputs.data(), a.data(), b.data(),
                         reinterpret_cast<void*>(workspace),
                         reinterpret_cast<cudaStream_t>(stream)) != 0) {
      fail(type(), ": the plugin failed to run");
    }
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repeat;
}

}  // namespace trtp::runtime

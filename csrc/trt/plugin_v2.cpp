#include "plugin_v2.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "convert.h"
#include "expression_dims.h"
#include "library.h"
#include "log.h"
#include "op/blob.h"
#include "op/codec.h"

namespace trtp::trt {

using nvinfer1::DataType;
using nvinfer1::DimsExprs;
using nvinfer1::DynamicPluginTensorDesc;
using nvinfer1::PluginTensorDesc;

namespace {

constexpr int max_output_rank = 7;  // Dims hold 8, but TensorRT 8 refuses so many from a plugin

// Calls f(formal position, position among those TensorRT knows of) for each input that is given, or
// output that is used.
template <class F>
int each_present(uint32_t present, F&& f) {
  int actual = 0;
  for (int formal = 0; formal < std::max(max_inputs, max_outputs); ++formal) {
    if ((present >> formal) & 1U) f(formal, actual++);
  }
  return actual;
}

int count(uint32_t present) {
  return each_present(present, [](int, int) {});
}

int formal_output(uint32_t outputs, int index) {
  int found = 0;
  each_present(outputs, [&](int formal, int i) { found = i == index ? formal : found; });
  return found;
}

uint32_t bits_from(Field const& field, int formal) {
  auto const given = Codec<std::vector<int64_t>>::read(field);
  if (static_cast<int>(given.size()) > formal)
    fail("expected at most ", formal, " values, got ", given.size());
  uint32_t bits = 0;
  for (size_t i = 0; i < given.size(); ++i) {
    if (given[i] != 0 && given[i] != 1) fail("expected values 0 or 1, got ", given[i]);
    bits |= static_cast<uint32_t>(given[i]) << i;
  }
  return bits;
}

// Takes the field `name` out, if it is there, and returns its bits.
std::optional<uint32_t> take_bits(std::vector<Field>& fields, char const* name, int formal) {
  auto const found =
      std::find_if(fields.begin(), fields.end(), [&](Field const& f) { return f.name == name; });
  if (found == fields.end()) return std::nullopt;
  auto const bits =
      within(text("attribute '", name, "'"), [&] { return bits_from(*found, formal); });
  fields.erase(found);
  return bits;
}

// The UFF parser passes on fields that it has no type for, without a value. There is nothing to
// misread in one that no attribute is named after.
void drop_valueless(OpInfo const& info, std::vector<Field>& fields) {
  auto const valueless = [&](Field const& f) {
    auto const named = [&](AttributeInfo const& a) { return a.name == f.name; };
    return f.kind == Kind::unknown && f.count == 0 &&
           std::none_of(info.attributes.begin(), info.attributes.end(), named);
  };
  for (auto const& f : fields) {
    if (valueless(f)) {
      log(nvinfer1::ILogger::Severity::kWARNING,
          text(info.name, ": the field '", f.name, "' has no value; ignored"));
    }
  }
  fields.erase(std::remove_if(fields.begin(), fields.end(), valueless), fields.end());
}

// Descriptors in the places of formal inputs and outputs.
struct Descs {
  std::array<Desc, max_inputs + max_outputs> all{};
  Desc* in() { return all.data(); }
  Desc* out(OpInfo const& info) { return all.data() + info.input_count(); }
};

}  // namespace

PluginV2::PluginV2(OpInfo const& info, char const* type, std::unique_ptr<AnyOp> op,
                   uint32_t present, uint32_t outputs)
    : info_(info), type_(type), op_(std::move(op)), present_(present), outputs_(outputs) {
  note_present(present);
}

std::unique_ptr<PluginV2> PluginV2::create(OpInfo const& info, char const* type,
                                           nvinfer1::PluginFieldCollection const* collection) {
  auto fields = within(info.name, [&] { return from(collection); });
  drop_valueless(info, fields);
  uint32_t present = 0, outputs = first_bits(info.output_count());
  within(info.name, [&] {
    if (auto const bits = take_bits(fields, present_inputs, info.input_count())) {
      check_present(info, present = *bits);
    }
    if (auto const bits = take_bits(fields, present_outputs, info.output_count())) {
      outputs = *bits;
      if (outputs == 0) fail("attribute '", present_outputs, "': expected a 1, got none");
    }
  });
  return std::make_unique<PluginV2>(info, type, info.make(info, fields), present, outputs);
}

std::unique_ptr<PluginV2> PluginV2::deserialize(OpInfo const& info, char const* type,
                                                void const* data, size_t size) {
  auto blob = within(info.name, [&] {
    if (!data) fail("plugin data is null");
    auto b = unpack({static_cast<char const*>(data), size});
    if (b.name != info.name) fail("plugin data is of the operator ", b.name);
    if (b.schema > info.schema) {
      fail("plugin data was written by a newer trtplugins (schema ", b.schema,
           ", this one knows up to ", info.schema,
           "): use that or a newer one, or rebuild the engine");
    }
    return b;
  });
  if (blob.present != 0) check_present(info, blob.present);
  if (blob.outputs == 0 || blob.outputs > first_bits(info.output_count()))
    fail(info.name, ": plugin data is corrupt: of ", info.output_count(), " outputs it uses bits ",
         blob.outputs);
  return std::make_unique<PluginV2>(info, type, info.make(info, blob.fields), blob.present,
                                    blob.outputs);
}

void PluginV2::note_present(uint32_t present) {
  if (present_ == present && !blob_.empty()) return;
  present_ = present;
  blob_ = pack(info_.name, info_.schema, present_, outputs_, op_->values());
}

uint32_t PluginV2::present(int32_t inputs) const {
  if (present_ == 0) {
    auto const bits =
        inputs >= 0 && inputs <= max_inputs ? first_bits(inputs) : first_bits(max_inputs);
    check_present(info_, bits);
    return bits;
  }
  if (count(present_) != inputs) {
    fail(info_.name, ": the node was made for ", count(present_), " inputs, got ", inputs);
  }
  return present_;
}

void PluginV2::check_outputs(int32_t outputs) const {
  if (outputs != getNbOutputs())
    fail(info_.name, ": expected ", getNbOutputs(), " outputs, got ", outputs);
}

int32_t PluginV2::getNbOutputs() const noexcept { return count(outputs_); }

void PluginV2::serialize(void* buffer) const noexcept {
  std::memcpy(buffer, blob_.data(), blob_.size());
}

void PluginV2::setPluginNamespace(char const* name) noexcept {
  guarded(0, [&] { return namespace_ = name ? name : "", 0; });
}

nvinfer1::IPluginV2DynamicExt* PluginV2::clone() const noexcept {
  return guarded(static_cast<PluginV2*>(nullptr), [&] {
    auto copy = std::make_unique<PluginV2>(info_, type_, op_->clone(), present_, outputs_);
    copy->namespace_ = namespace_;
    copy->refused_ = refused_;
    return copy.release();
  });
}

int32_t PluginV2::getTensorRTVersion() const noexcept {
  return (static_cast<int32_t>(nvinfer1::PluginVersion::kV2_DYNAMICEXT) << 24) |
         (loaded_version() & 0xFFFFFF);
}

DataType PluginV2::getOutputDataType(int32_t index, DataType const* types,
                                     int32_t inputs) const noexcept {
  // There is no way to refuse here; supportsFormatCombination will.
  auto const place = info_.input_count() + formal_output(outputs_, index);
  auto const fallback = to_tensorrt(info_.rows.front()[place]);
  return guarded(fallback, [&] {
    std::array<Type, max_inputs> in{};
    auto const bits = present(inputs);
    each_present(bits,
                 [&](int formal, int i) { in[static_cast<size_t>(formal)] = from(types[i]); });
    return to_tensorrt(find_row(info_, *op_, in.data(), bits)[place]);
  });
}

DimsExprs PluginV2::getOutputDimensions(int32_t index, DimsExprs const* in, int32_t inputs,
                                        nvinfer1::IExprBuilder& builder) noexcept {
  DimsExprs failed{};
  failed.nbDims = -1;
  return guarded(failed, [&] {
    ExpressionDims ops(builder);
    Inputs formal(info_.inputs.size());
    for (auto& d : formal) d.present = false;
    note_present(present(inputs));
    each_present(present_, [&](int f, int i) { formal[static_cast<size_t>(f)] = ops.dims(in[i]); });
    auto const shapes = op_->shapes(formal);
    auto const& shape = shapes.at(static_cast<size_t>(formal_output(outputs_, index)));
    if (shape.rank() > max_output_rank) {
      fail(info_.name, ": the output would have rank ", shape.rank(), ", TensorRT ",
           NV_TENSORRT_MAJOR, " takes up to ", max_output_rank, " from a plugin");
    }
    DimsExprs out{};
    out.nbDims = shape.rank();
    for (int k = 0; k < shape.rank(); ++k) out.d[k] = &ExpressionDims::expression(shape[k].node());
    return out;
  });
}

bool PluginV2::supportsFormatCombination(int32_t pos, PluginTensorDesc const* io, int32_t inputs,
                                         int32_t outputs) noexcept {
  return guarded(false, [&] {
    auto const bits = present(inputs);
    check_outputs(outputs);
    Descs descs;
    int formal_pos = -1;
    auto const put = [&](int formal, int i) {
      if (i > pos) return;  // what follows pos is not decided yet and must not be looked at
      descs.all[static_cast<size_t>(formal)] = from(io[i]);
      formal_pos = formal;
    };
    each_present(bits, put);
    each_present(outputs_,
                 [&](int formal, int i) { put(info_.input_count() + formal, inputs + i); });
    return !is_dla(descs.all[static_cast<size_t>(formal_pos)].format) &&
           admits(info_, *op_, descs.all.data(), formal_pos, bits, outputs_) &&
           op_->accepts_format(formal_pos, descs.all.data());
  });
}

void PluginV2::configurePlugin(DynamicPluginTensorDesc const* in, int32_t inputs,
                               DynamicPluginTensorDesc const* out, int32_t outputs) noexcept {
  refused_ = !guarded(false, [&] {
    auto const bits = present(inputs);
    check_outputs(outputs);
    Descs descs;
    each_present(bits, [&](int formal, int i) { descs.in()[formal] = from(in[i].desc); });
    each_present(outputs_, [&](int f, int i) { descs.out(info_)[f] = from(out[i].desc); });
    op_->configure(descs.in(), descs.out(info_));
    note_present(bits);
    return true;
  });
}

size_t PluginV2::getWorkspaceSize(PluginTensorDesc const* in, int32_t inputs,
                                  PluginTensorDesc const* out, int32_t outputs) const noexcept {
  return guarded(size_t{0}, [&] {
    check_outputs(outputs);
    Descs descs;
    each_present(present(inputs), [&](int formal, int i) { descs.in()[formal] = from(in[i]); });
    each_present(outputs_, [&](int f, int i) { descs.out(info_)[f] = from(out[i]); });
    return op_->workspace(descs.in(), descs.out(info_));
  });
}

int32_t PluginV2::enqueue(PluginTensorDesc const* in_desc, PluginTensorDesc const* out_desc,
                          void const* const* in, void* const* out, void* workspace,
                          cudaStream_t stream) noexcept {
  return guarded(1, [&] {  // nothing in here allocates
    std::array<Buffer, max_inputs> a{};
    std::array<Buffer, max_outputs> b{};
    if (present_ == 0) fail(info_.name, ": enqueue before configurePlugin");
    each_present(present_, [&](int formal, int i) {
      a[static_cast<size_t>(formal)] = {const_cast<void*>(in[i]), from(in_desc[i])};
    });
    each_present(outputs_, [&](int formal, int i) {
      b[static_cast<size_t>(formal)] = {out[i], from(out_desc[i])};
    });
    auto const status = op_->launch(a.data(), b.data(), {workspace, stream});
    if (status == cudaErrorNotSupported) fail(info_.name, ": no kernel for these types");
    if (status != cudaSuccess)
      fail(info_.name, ": ", cudaGetErrorName(status), ": ", cudaGetErrorString(status));
    return 0;
  });
}

}  // namespace trtp::trt

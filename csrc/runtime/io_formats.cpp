#include "io_formats.h"

#include <algorithm>
#include <vector>

#include "dims.h"
#include "enum_names.h"
#include "op/error.h"

namespace trtp::runtime {

namespace {

using nvinfer1::DataType;
using nvinfer1::TensorFormat;

struct Layout {
  TensorFormat format;
  int least_rank;  // with the batch
  std::vector<DataType> types;
};

// As the guide has them; linear, which takes every type, is not among them.
std::vector<Layout> const& layouts() {
  static auto const* const all = new std::vector<Layout>{
      {TensorFormat::kCHW2, 4, {DataType::kHALF}},
      {TensorFormat::kHWC8, 4, {DataType::kHALF}},
      {TensorFormat::kCHW4, 4, {DataType::kHALF, DataType::kINT8}},
      {TensorFormat::kCHW16, 4, {DataType::kHALF}},
      {TensorFormat::kCHW32, 4, {DataType::kFLOAT, DataType::kHALF, DataType::kINT8}},
      {TensorFormat::kDHWC8, 5, {DataType::kHALF}},
      {TensorFormat::kCDHW32, 5, {DataType::kHALF, DataType::kINT8}},
      {TensorFormat::kHWC, 4, {DataType::kFLOAT}},
      {TensorFormat::kDLA_LINEAR, 4, {DataType::kHALF, DataType::kINT8}},
      {TensorFormat::kDLA_HWC4, 4, {DataType::kHALF, DataType::kINT8}},
      {TensorFormat::kHWC16, 4, {DataType::kHALF, DataType::kINT8}},
      {TensorFormat::kDHWC, 5, {DataType::kFLOAT}}};
  return *all;
}

bool is_real(DataType type) {
  return type == DataType::kFLOAT || type == DataType::kHALF || type == DataType::kINT8;
}

void set(nvinfer1::ITensor& tensor, TensorIo const& io) {
  if (io.type && *io.type != tensor.getType()) {
    if (!is_real(tensor.getType()) || !is_real(*io.type)) {
      fail("expected ", name_of(tensor.getType()), ", which it is in the model, got ",
           name_of(*io.type), "; only fp32, fp16 and int8 stand for each other");
    }
    tensor.setType(*io.type);
  }
  if (!io.format) return;
  check_format(tensor.getType(), *io.format, tensor.getDimensions().nbDims);
  tensor.setAllowedFormats(1U << static_cast<uint32_t>(*io.format));
}

}  // namespace

void check_format(DataType type, TensorFormat format, int rank) {
  if (format == TensorFormat::kLINEAR) return;
  auto const it = std::find_if(layouts().begin(), layouts().end(),
                               [&](auto const& layout) { return layout.format == format; });
  if (it == layouts().end()) fail("unknown format ", name_of(format));
  if (std::find(it->types.begin(), it->types.end(), type) == it->types.end()) {
    std::string expected;
    for (auto const t : it->types) expected += (expected.empty() ? "" : ", ") + name_of(t);
    fail("format ", name_of(format), " is for ", expected, ", got ", name_of(type));
  }
  if (rank < it->least_rank) {
    fail("format ", name_of(format), ": expected at least ", it->least_rank, " dimensions, got ",
         rank);
  }
}

void set_io(nvinfer1::INetworkDefinition& network, std::map<std::string, TensorIo> const& io) {
  std::map<std::string, nvinfer1::ITensor*> tensors;
  for (int i = 0; i < network.getNbInputs(); ++i)
    tensors[network.getInput(i)->getName()] = network.getInput(i);
  for (int i = 0; i < network.getNbOutputs(); ++i)
    tensors[network.getOutput(i)->getName()] = network.getOutput(i);
  for (auto const& [name, wanted] : io) {
    auto const it = tensors.find(name);
    if (it == tensors.end()) {
      std::string names;
      for (auto const& [known, tensor] : tensors)
        names += text(names.empty() ? "'" : ", '", known, "'");
      fail("io: the model has no input or output '", name, "'; expected one of ", names);
    }
    within(text("io of '", name, "'"), [&, &w = wanted] { set(*it->second, w); });
  }
}

}  // namespace trtp::runtime

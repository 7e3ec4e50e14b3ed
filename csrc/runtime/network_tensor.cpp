#include "network_tensor.h"

#include <cmath>

#include "dims.h"
#include "enum_names.h"
#include "network_state.h"

namespace trtp::runtime {

template <class F>
void Tensor::change(char const* what, F&& f) {
  if (!tensor_) fail(what, ": there is no tensor");
  network_->call(text("tensor '", name(), "': ", what), [&](Operation const&) { f(*tensor_); });
}

void Tensor::set_name(std::string const& name) {
  change("name", [&](nvinfer1::ITensor& t) {
    if (name.empty()) fail("expected a name, got ''");
    t.setName(name.c_str());
  });
}

void Tensor::set_dtype(nvinfer1::DataType type) {
  change("dtype", [&](nvinfer1::ITensor& t) {
    if (!t.isNetworkInput() && !t.isNetworkOutput())
      fail("expected an input or output of the network; of others the layer's output type is set");
    t.setType(type);
  });
}

Shape Tensor::shape() const { return shape_of(tensor_->getDimensions()); }

void Tensor::set_shape(Shape const& shape) {
  change("shape", [&](nvinfer1::ITensor& t) {
    if (!t.isNetworkInput()) fail("expected an input of the network: others follow from these");
    t.setDimensions(dims_of(shape));
  });
}

std::optional<DynamicRange> Tensor::dynamic_range() const {
  if (!tensor_->dynamicRangeIsSet()) return {};
  return DynamicRange{tensor_->getDynamicRangeMin(), tensor_->getDynamicRangeMax()};
}

void Tensor::set_dynamic_range(std::optional<DynamicRange> const& range) {
  change("dynamic_range", [&](nvinfer1::ITensor& t) {
    if (!range) return t.resetDynamicRange();
    auto const [low, high] = *range;
    if (!std::isfinite(low) || !std::isfinite(high) || !(low < high))
      fail("expected two finite numbers, low < high, got ", low, ", ", high);
    if (!t.setDynamicRange(low, high)) fail("TensorRT refuses ", low, ", ", high);
  });
}

std::vector<nvinfer1::TensorFormat> Tensor::allowed_formats() const {
  std::vector<nvinfer1::TensorFormat> out;
  auto const bits = tensor_->getAllowedFormats();
  for (uint32_t i = 0; i < 32; ++i) {
    if ((bits >> i & 1U) != 0) out.push_back(static_cast<nvinfer1::TensorFormat>(i));
  }
  return out;
}

void Tensor::set_allowed_formats(std::vector<nvinfer1::TensorFormat> const& formats) {
  change("allowed_formats", [&](nvinfer1::ITensor& t) {
    if (!t.isNetworkInput() && !t.isNetworkOutput())
      fail("expected an input or output of the network: TensorRT chooses those of others");
    if (formats.empty()) fail("expected at least one");
    uint32_t bits = 0;
    for (auto const format : formats) bits |= 1U << static_cast<uint32_t>(format);
    t.setAllowedFormats(bits);
  });
}

}  // namespace trtp::runtime

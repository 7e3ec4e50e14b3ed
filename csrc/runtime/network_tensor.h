#pragma once

#include <NvInfer.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "build_options.h"
#include "op/shape.h"

namespace trtp::runtime {

struct NetworkState;

// A tensor of a network, as a value: copies are of the same tensor, and keep the network. Functions
// throw Error naming the tensor, with TensorRT's lines.
class Tensor {
 public:
  Tensor() = default;  // none
  Tensor(std::shared_ptr<NetworkState> network, nvinfer1::ITensor* tensor)
      : network_(std::move(network)), tensor_(tensor) {}

  explicit operator bool() const { return tensor_ != nullptr; }

  std::string name() const { return tensor_->getName(); }
  void set_name(std::string const& name);

  nvinfer1::DataType dtype() const { return tensor_->getType(); }
  // Of an input; of an output, what it is converted to. Of others, see Layer::set_output_type().
  void set_dtype(nvinfer1::DataType type);

  // -1: not known before it runs.
  Shape shape() const;
  void set_shape(Shape const& shape);  // of an input

  // INT8: of values to be mapped to -127 ... 127.
  std::optional<DynamicRange> dynamic_range() const;
  void set_dynamic_range(std::optional<DynamicRange> const& range);

  // Memory layouts that an input or output may have; all by default.
  std::vector<nvinfer1::TensorFormat> allowed_formats() const;
  void set_allowed_formats(std::vector<nvinfer1::TensorFormat> const& formats);

  bool is_network_input() const { return tensor_->isNetworkInput(); }
  bool is_network_output() const { return tensor_->isNetworkOutput(); }
  // Whether TensorRT has to know the values to know the shapes of other tensors; final when the
  // network is complete.
  bool is_shape_tensor() const { return tensor_->isShapeTensor(); }

  nvinfer1::ITensor& tensorrt() const { return *tensor_; }
  std::shared_ptr<NetworkState> const& network() const { return network_; }

  friend bool operator==(Tensor const& a, Tensor const& b) { return a.tensor_ == b.tensor_; }

 private:
  template <class F>
  void change(char const* what, F&& f);

  std::shared_ptr<NetworkState> network_;
  nvinfer1::ITensor* tensor_ = nullptr;
};

}  // namespace trtp::runtime

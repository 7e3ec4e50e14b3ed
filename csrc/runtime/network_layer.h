#pragma once

#include <NvInfer.h>

#include <memory>
#include <optional>
#include <string>

#include "network_tensor.h"

namespace trtp::runtime {

// A layer of a network, as a value: copies are of the same layer, and keep the network. Functions
// throw Error naming the layer, with TensorRT's lines.
class Layer {
 public:
  Layer(std::shared_ptr<NetworkState> network, nvinfer1::ILayer* layer)
      : network_(std::move(network)), layer_(layer) {}

  std::string name() const { return layer_->getName(); }
  void set_name(std::string const& name);
  nvinfer1::LayerType type() const { return layer_->getType(); }

  int num_inputs() const { return layer_->getNbInputs(); }
  int num_outputs() const { return layer_->getNbOutputs(); }
  Tensor input(int index) const;  // may be none
  Tensor output(int index = 0) const;
  // Of a recurrence, the value of the next iteration is input 1.
  void set_input(int index, Tensor const& tensor);

  // What to compute in; none: TensorRT chooses. It may choose another type nevertheless unless the
  // build's precision_constraints say otherwise.
  std::optional<nvinfer1::DataType> precision() const;
  void set_precision(std::optional<nvinfer1::DataType> const& type);

  nvinfer1::DataType output_type(int index = 0) const;
  bool output_type_is_set(int index = 0) const;
  void set_output_type(int index, nvinfer1::DataType type);
  void reset_output_type(int index = 0);

  nvinfer1::ILayer& tensorrt() const { return *layer_; }
  std::shared_ptr<NetworkState> const& network() const { return network_; }

 private:
  void check_output(int index) const;
  template <class F>
  void change(std::string const& what, F&& f);

  std::shared_ptr<NetworkState> network_;
  nvinfer1::ILayer* layer_;
};

}  // namespace trtp::runtime

#include "network_layer.h"

#include "layer_enum_names.h"
#include "network_state.h"

namespace trtp::runtime {

template <class F>
void Layer::change(std::string const& what, F&& f) {
  network_->call(text("layer '", name(), "': ", what), [&](Operation const&) { f(*layer_); });
}

void Layer::check_output(int index) const {
  if (index < 0 || index >= num_outputs()) {
    fail("layer '", name(), "' (", name_of(type()), ") has ", num_outputs(),
         num_outputs() == 1 ? " output" : " outputs", "; there is no output ", index);
  }
}

void Layer::set_name(std::string const& name) {
  change("name", [&](nvinfer1::ILayer& l) {
    if (name.empty()) fail("expected a name, got ''");
    l.setName(name.c_str());
  });
}

Tensor Layer::input(int index) const {
  if (index < 0 || index >= num_inputs()) {
    fail("layer '", name(), "' (", name_of(type()), ") has ", num_inputs(),
         num_inputs() == 1 ? " input" : " inputs", "; there is no input ", index);
  }
  return {network_, layer_->getInput(index)};
}

Tensor Layer::output(int index) const {
  check_output(index);
  return {network_, layer_->getOutput(index)};
}

void Layer::set_input(int index, Tensor const& tensor) {
  change(text("input ", index), [&](nvinfer1::ILayer& l) {
    if (index < 0) fail("expected a number of at least 0");
    l.setInput(index, network_->raw(tensor, "tensor"));
  });
}

std::optional<nvinfer1::DataType> Layer::precision() const {
  if (!layer_->precisionIsSet()) return {};
  return layer_->getPrecision();
}

void Layer::set_precision(std::optional<nvinfer1::DataType> const& type) {
  change("precision", [&](nvinfer1::ILayer& l) {
    if (type) {
      l.setPrecision(*type);
    } else {
      l.resetPrecision();
    }
  });
}

nvinfer1::DataType Layer::output_type(int index) const {
  check_output(index);
  return layer_->getOutputType(index);
}

bool Layer::output_type_is_set(int index) const {
  check_output(index);
  return layer_->outputTypeIsSet(index);
}

void Layer::set_output_type(int index, nvinfer1::DataType type) {
  check_output(index);
  change(text("type of output ", index),
         [&](nvinfer1::ILayer& l) { l.setOutputType(index, type); });
}

void Layer::reset_output_type(int index) {
  check_output(index);
  change(text("type of output ", index), [&](nvinfer1::ILayer& l) { l.resetOutputType(index); });
}

}  // namespace trtp::runtime

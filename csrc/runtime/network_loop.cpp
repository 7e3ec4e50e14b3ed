#include "network_loop.h"

#include "network_add.h"

namespace trtp::runtime {

namespace {

void check_scalar(Tensor const& tensor, nvinfer1::DataType type, char const* argument,
                  char const* expected) {
  if (tensor.dtype() != type || tensor.shape().rank() != 0) {
    fail(argument, ": expected ", expected, " tensor of shape (), got '", tensor.name(),
         "' of shape ", to_string(tensor.shape()),
         tensor.dtype() == type ? "" : ", and of another type");
  }
}

}  // namespace

Loop Network::add_loop(std::string const& name) {
  return state_->call(text("add_loop '", name, "'"), [&](Operation const& operation) {
    auto* const loop = state_->network->addLoop();
    if (!loop) operation.fail("TensorRT refuses the loop");
    if (!name.empty()) loop->setName(name.c_str());
    return Loop(state_, loop);
  });
}

void Loop::set_name(std::string const& name) {
  network_->call(text("loop '", this->name(), "': name"), [&](Operation const&) {
    if (name.empty()) fail("expected a name, got ''");
    loop_->setName(name.c_str());
  });
}

Layer Loop::add_trip_limit(Tensor const& tensor, nvinfer1::TripLimit limit,
                           LayerOptions const& options) {
  return add_layer(network_, "add_trip_limit", options, [&](Operation const&) {
    auto& x = network_->raw(tensor, "tensor");
    if (limit == nvinfer1::TripLimit::kCOUNT) {
      check_scalar(tensor, nvinfer1::DataType::kINT32, "tensor", "an int32");
      count_ = &x;
    } else {
      check_scalar(tensor, nvinfer1::DataType::kBOOL, "tensor", "a bool");
    }
    return loop_->addTripLimit(x, limit);
  });
}

Layer Loop::add_recurrence(Tensor const& initial_value, LayerOptions const& options) {
  return add_layer(network_, "add_recurrence", options, [&](Operation const&) {
    return loop_->addRecurrence(network_->raw(initial_value, "initial_value"));
  });
}

Layer Loop::add_iterator(Tensor const& tensor, int axis, bool reverse,
                         LayerOptions const& options) {
  return add_layer(network_, "add_iterator", options, [&](Operation const&) {
    auto& x = network_->raw(tensor, "tensor");
    return loop_->addIterator(x, axis_in(axis, tensor.shape().rank()), reverse);
  });
}

Layer Loop::add_loop_output(Tensor const& tensor, nvinfer1::LoopOutput output, int axis,
                            Tensor const& length, LayerOptions const& options) {
  return add_layer(network_, "add_loop_output", options, [&](Operation const&) {
    auto& x = network_->raw(tensor, "tensor");
    bool const single = output == nvinfer1::LoopOutput::kLAST_VALUE;
    if (single && length) fail("length: a last value has none");
    if (!single && !length && !count_)
      fail("length: expected an int32 tensor of shape (): the loop has no trip limit that counts");
    if (length) check_scalar(length, nvinfer1::DataType::kINT32, "length", "an int32");
    // The axis is one of the result, which has one more than the tensor.
    auto const place = single ? 0 : axis_in(axis, tensor.shape().rank() + 1);
    auto* const layer = loop_->addLoopOutput(x, output, place);
    if (layer && !single) layer->setInput(1, length ? network_->raw(length, "length") : *count_);
    return layer;
  });
}

}  // namespace trtp::runtime

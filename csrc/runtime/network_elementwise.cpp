// Layers that treat every element alike, and conversions of types.

#include "network_add.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

using nvinfer1::ActivationType;

// Where TensorRT has defaults, they make of a leaky ReLU a plain one, and of a clip zero.
void check_parameters(ActivationType type, ActivationOptions const& o) {
  bool alpha = false, beta = false;
  switch (type) {
    case ActivationType::kLEAKY_RELU:
    case ActivationType::kELU:
    case ActivationType::kTHRESHOLDED_RELU: alpha = true; break;
    case ActivationType::kSELU:
    case ActivationType::kSOFTPLUS:
    case ActivationType::kCLIP:
    case ActivationType::kHARD_SIGMOID:
    case ActivationType::kSCALED_TANH: alpha = beta = true; break;
    default: break;
  }
  auto const check_one = [](char const* name, bool has, bool given) {
    if (has && !given) fail(name, ": expected a number for this type of activation, got none");
    if (!has && given) fail(name, ": this type of activation has none");
  };
  check_one("alpha", alpha, o.alpha.has_value());
  check_one("beta", beta, o.beta.has_value());
}

void check_bool(Tensor const& tensor, char const* argument) {
  if (tensor.dtype() != nvinfer1::DataType::kBOOL)
    fail(argument, ": expected a tensor of bool, got '", tensor.name(), "' of another type");
}

}  // namespace

Layer Network::add_activation(Tensor const& input, ActivationType type,
                              ActivationOptions const& options) {
  return add("add_activation", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    check_parameters(type, options);
    auto* const layer = state_->network->addActivation(x, type);
    if (layer && options.alpha) layer->setAlpha(*options.alpha);
    if (layer && options.beta) layer->setBeta(*options.beta);
    return layer;
  });
}

Layer Network::add_unary(Tensor const& input, nvinfer1::UnaryOperation operation,
                         LayerOptions const& options) {
  return add("add_unary", options, [&](Operation const&) {
    return state_->network->addUnary(state_->raw(input, "input"), operation);
  });
}

Layer Network::add_elementwise(Tensor const& input1, Tensor const& input2,
                               nvinfer1::ElementWiseOperation operation,
                               LayerOptions const& options) {
  return add("add_elementwise", options, [&](Operation const&) {
    auto& a = state_->raw(input1, "input1");
    auto& b = state_->raw(input2, "input2");
    check_broadcast(input1.shape(), input2.shape());
    return state_->network->addElementWise(a, b, operation);
  });
}

Layer Network::add_parametric_relu(Tensor const& input, Tensor const& slopes,
                                   LayerOptions const& options) {
  return add("add_parametric_relu", options, [&](Operation const&) {
    return state_->network->addParametricReLU(state_->raw(input, "input"),
                                              state_->raw(slopes, "slopes"));
  });
}

Layer Network::add_select(Tensor const& condition, Tensor const& then_input,
                          Tensor const& else_input, LayerOptions const& options) {
  return add("add_select", options, [&](Operation const&) {
    auto& c = state_->raw(condition, "condition");
    auto& a = state_->raw(then_input, "then_input");
    auto& b = state_->raw(else_input, "else_input");
    check_bool(condition, "condition");
    check_broadcast(then_input.shape(), else_input.shape());
    return state_->network->addSelect(c, a, b);
  });
}

Layer Network::add_identity(Tensor const& input, LayerOptions const& options) {
  return add("add_identity", options, [&](Operation const&) {
    return state_->network->addIdentity(state_->raw(input, "input"));
  });
}

Layer Network::add_cast(Tensor const& input, DataType to_type, LayerOptions const& options) {
  return add("add_cast", options, [&](Operation const&) -> nvinfer1::ILayer* {
    auto& x = state_->raw(input, "input");
    if (trt::library().at_least(8600)) return state_->network->addCast(x, to_type);
    auto* const layer = state_->network->addIdentity(x);  // which older versions convert with
    if (layer) layer->setOutputType(0, to_type);
    return layer;
  });
}

Layer Network::add_quantize(Tensor const& input, Tensor const& scale, std::optional<int> axis,
                            LayerOptions const& options) {
  return add("add_quantize", options, [&](Operation const&) {
    auto* const layer =
        state_->network->addQuantize(state_->raw(input, "input"), state_->raw(scale, "scale"));
    if (layer && axis) layer->setAxis(axis_in(*axis, input.shape().rank()));
    return layer;
  });
}

Layer Network::add_dequantize(Tensor const& input, Tensor const& scale, std::optional<int> axis,
                              LayerOptions const& options) {
  return add("add_dequantize", options, [&](Operation const&) {
    auto* const layer =
        state_->network->addDequantize(state_->raw(input, "input"), state_->raw(scale, "scale"));
    if (layer && axis) layer->setAxis(axis_in(*axis, input.shape().rank()));
    return layer;
  });
}

Layer Network::add_scale_nd(Tensor const& input, nvinfer1::ScaleMode mode,
                            WeightValues const& shift, WeightValues const& scale,
                            WeightValues const& power, ScaleOptions const& options) {
  return add("add_scale_nd", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    auto const shape = input.shape();
    auto const axis = axis_in(options.channel_axis, shape.rank(), "channel_axis");
    auto const count = [&]() -> int64_t {
      if (mode == nvinfer1::ScaleMode::kUNIFORM) return 1;
      if (mode == nvinfer1::ScaleMode::kCHANNEL) return shape[axis];
      for (int i = axis; i < shape.rank(); ++i) {
        if (shape[i] < 0) return -1;
      }
      return shape.volume(axis, shape.rank());
    }();
    auto const expect = [&](WeightValues const& w, char const* argument) {
      if (w.count != 0 && count >= 0) check_weights(w, count, argument);
    };
    expect(shift, "shift");
    expect(scale, "scale");
    expect(power, "power");
    return state_->network->addScaleNd(x, mode, state_->keep(shift), state_->keep(scale),
                                       state_->keep(power), axis);
  });
}

}  // namespace trtp::runtime

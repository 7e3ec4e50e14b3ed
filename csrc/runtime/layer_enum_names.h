#pragma once

#include <NvInfer.h>

#include <string>

namespace trtp::runtime {

// TensorRT's enumerations of layers, by the names that its guide uses, in lower case. Those that
// read throw Error listing what was expected.

// "convolution", "activation", ...
std::string name_of(nvinfer1::LayerType type);

// "relu", "sigmoid", "tanh", "leaky_relu", "elu", "selu", "softsign", "softplus", "clip",
// "hard_sigmoid", "scaled_tanh", "thresholded_relu"
nvinfer1::ActivationType activation_type_of(std::string const& name);

// "max", "average", "max_average_blend"
nvinfer1::PoolingType pooling_type_of(std::string const& name);

// "explicit_round_down", "explicit_round_up", "same_upper", "same_lower", "caffe_round_down",
// "caffe_round_up"
nvinfer1::PaddingMode padding_mode_of(std::string const& name);

// "sum", "prod", "max", "min", "sub", "div", "pow", "floor_div", "and", "or", "xor", "equal",
// "greater", "less"
nvinfer1::ElementWiseOperation elementwise_operation_of(std::string const& name);

// "exp", "log", "sqrt", "recip", "abs", "neg", "sin", "cos", "tan", "sinh", "cosh", "asin", "acos",
// "atan", "asinh", "acosh", "atanh", "ceil", "floor", "erf", "not", "sign", "round", "isinf" (8.6)
nvinfer1::UnaryOperation unary_operation_of(std::string const& name);

// "sum", "prod", "max", "min", "avg"
nvinfer1::ReduceOperation reduce_operation_of(std::string const& name);

// "max", "min"
nvinfer1::TopKOperation topk_operation_of(std::string const& name);

// "none", "transpose", "vector"
nvinfer1::MatrixOperation matrix_operation_of(std::string const& name);

// "uniform", "channel", "elementwise"
nvinfer1::ScaleMode scale_mode_of(std::string const& name);

// "default", "element", "nd"
nvinfer1::GatherMode gather_mode_of(std::string const& name);

// "strict_bounds", "wrap", "clamp", "fill", "reflect"
nvinfer1::SampleMode sample_mode_of(std::string const& name);

// "nearest", "linear", "cubic"
nvinfer1::InterpolationMode interpolation_mode_of(std::string const& name);

// "align_corners", "asymmetric", "half_pixel"
nvinfer1::ResizeCoordinateTransformation coordinate_transformation_of(std::string const& name);

// "formula", "upper"
nvinfer1::ResizeSelector resize_selector_of(std::string const& name);

// "half_up", "half_down", "floor", "ceil"
nvinfer1::ResizeRoundMode resize_round_mode_of(std::string const& name);

// "last_value", "concatenate", "reverse"
nvinfer1::LoopOutput loop_output_of(std::string const& name);

// "count", "while"
nvinfer1::TripLimit trip_limit_of(std::string const& name);

}  // namespace trtp::runtime

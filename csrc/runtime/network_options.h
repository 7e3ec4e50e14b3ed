#pragma once

#include <NvInfer.h>

#include <optional>
#include <string>
#include <vector>

#include "network_tensor.h"
#include "op/shape.h"

namespace trtp::runtime {

// What layers may be told besides their inputs; names and defaults are TensorRT's. An empty Shape
// stands for TensorRT's own default, which its comment says.

struct LayerOptions {
  std::string name;  // "": one that TensorRT makes
  std::optional<nvinfer1::DataType> precision;
};

struct WindowOptions : LayerOptions {
  Shape stride;                     // 1
  Shape padding;                    // 0; on both sides
  Shape pre_padding, post_padding;  // 0; before and after, where they differ
  nvinfer1::PaddingMode padding_mode = nvinfer1::PaddingMode::kEXPLICIT_ROUND_DOWN;
};

struct ConvolutionOptions : WindowOptions {  // deconvolution too
  Shape dilation;                            // 1
  int num_groups = 1;
};

struct PoolingOptions : WindowOptions {
  float blend_factor = 0;  // of max_average_blend: the part of the average
  bool average_count_excludes_padding = true;
};

struct ActivationOptions : LayerOptions {
  // Of leaky_relu, elu, selu, softplus, clip, hard_sigmoid, scaled_tanh and thresholded_relu.
  std::optional<float> alpha, beta;
};

struct ScaleOptions : LayerOptions {
  int channel_axis = 1;
};

struct AxisOptions : LayerOptions {
  int axis = 0;  // negative: from the last
};

struct ShuffleOptions : LayerOptions {
  std::vector<int> first_transpose;  // a permutation; empty: none
  std::optional<Shape> reshape;      // -1: what is left over; 0: the input's own extent
  Tensor reshape_tensor;             // int32 (rank,): the same, known when it runs
  std::vector<int> second_transpose;
  bool zero_is_placeholder = true;
};

struct SliceOptions : LayerOptions {
  nvinfer1::SampleMode mode = nvinfer1::SampleMode::kSTRICT_BOUNDS;
  Tensor start, size, stride;  // int32 (rank,): in place of the numbers, known when it runs
  Tensor fill;                 // kFILL: one value; 0 if there is none
};

struct GatherOptions : AxisOptions {
  nvinfer1::GatherMode mode = nvinfer1::GatherMode::kDEFAULT;
  int num_elementwise_dims = 0;
};

struct ResizeOptions : LayerOptions {
  // One of the three: extents, extents known when it runs (int32 (rank,)), or factors.
  std::optional<Shape> shape;
  Tensor shape_tensor;
  std::vector<float> scales;
  nvinfer1::InterpolationMode mode = nvinfer1::InterpolationMode::kNEAREST;
  nvinfer1::ResizeCoordinateTransformation coordinate_transformation =
      nvinfer1::ResizeCoordinateTransformation::kASYMMETRIC;
  nvinfer1::ResizeSelector selector = nvinfer1::ResizeSelector::kFORMULA;
  nvinfer1::ResizeRoundMode nearest_rounding = nvinfer1::ResizeRoundMode::kFLOOR;
  std::optional<float> cubic_coeff;  // -0.75
  bool exclude_outside = false;
};

}  // namespace trtp::runtime

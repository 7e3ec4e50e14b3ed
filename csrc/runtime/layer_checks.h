#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "network_options.h"
#include "op/shape.h"
#include "weight_values.h"

namespace trtp::runtime {

// What can be said of a layer's arguments without TensorRT, which says less of it and says it
// later. All throw Error naming the argument, what was expected and what came. Shapes are of
// tensors, -1 where an extent is not known.

// An axis in [-rank, rank) as one in [0, rank).
int axis_in(int axis, int rank, char const* argument = "axis");
// TensorRT's form of a set of axes, a bit each. Throws also for an axis that is given twice.
uint32_t axes_in(std::vector<int> const& axes, int rank);

// Extents of a window over the last dimensions of the input, with what goes with it.
void check_window(Shape const& input, Shape const& window, WindowOptions const& options,
                  char const* argument, bool exact_rank);

// A convolution's or a deconvolution's arguments.
void check_convolution(Shape const& input, int num_output_maps, Shape const& kernel_shape,
                       WeightValues const& kernel, WeightValues const& bias,
                       ConvolutionOptions const& options, bool transposed);

void check_fully_connected(Shape const& input, int num_outputs, WeightValues const& kernel,
                           WeightValues const& bias);

// Weights of a type that TensorRT computes with, `count` of them.
void check_weights(WeightValues const& weights, int64_t count, char const* argument);

void check_broadcast(Shape const& a, Shape const& b);

void check_concatenation(std::vector<Shape> const& inputs, int axis);

void check_permutation(std::vector<int> const& permutation, int rank, char const* argument);

// `input`: after the first transposition.
void check_reshape(Shape const& input, Shape const& reshape, bool zero_is_placeholder);

void check_slice(Shape const& input, Shape const& start, Shape const& size, Shape const& stride,
                 bool strict);

void check_matrices(Shape const& a, bool transposed_a, bool vector_a, Shape const& b,
                    bool transposed_b, bool vector_b);

}  // namespace trtp::runtime

// Reductions and products.

#include "network_add.h"

namespace trtp::runtime {

using nvinfer1::MatrixOperation;

Layer Network::add_fully_connected(Tensor const& input, int num_outputs, WeightValues const& kernel,
                                   WeightValues const& bias, LayerOptions const& options) {
  return add("add_fully_connected", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    check_fully_connected(input.shape(), num_outputs, kernel, bias);
    return state_->network->addFullyConnected(x, num_outputs, state_->keep(kernel),
                                              state_->keep(bias, kernel.type));
  });
}

Layer Network::add_softmax(Tensor const& input, int axis, LayerOptions const& options) {
  return add("add_softmax", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    auto const axes = axes_in({axis}, input.shape().rank());
    auto* const layer = state_->network->addSoftMax(x);
    if (layer) layer->setAxes(axes);
    return layer;
  });
}

Layer Network::add_reduce(Tensor const& input, nvinfer1::ReduceOperation operation,
                          std::vector<int> const& axes, bool keep_dims,
                          LayerOptions const& options) {
  return add("add_reduce", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    return state_->network->addReduce(x, operation, axes_in(axes, input.shape().rank()), keep_dims);
  });
}

Layer Network::add_topk(Tensor const& input, nvinfer1::TopKOperation operation, int k, int axis,
                        LayerOptions const& options) {
  return add("add_topk", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    auto const shape = input.shape();
    auto const place = axis_in(axis, shape.rank());
    constexpr int most = 3840;  // TensorRT's limit
    if (k < 1 || k > most || (shape[place] >= 0 && k > shape[place])) {
      fail("k: expected a number from 1 to ",
           shape[place] >= 0 && shape[place] < most ? shape[place] : most, ", got ", k);
    }
    return state_->network->addTopK(x, operation, k, axes_in({axis}, shape.rank()));
  });
}

Layer Network::add_matrix_multiply(Tensor const& input0, MatrixOperation op0, Tensor const& input1,
                                   MatrixOperation op1, LayerOptions const& options) {
  return add("add_matrix_multiply", options, [&](Operation const&) {
    auto& a = state_->raw(input0, "input0");
    auto& b = state_->raw(input1, "input1");
    check_matrices(input0.shape(), op0 == MatrixOperation::kTRANSPOSE,
                   op0 == MatrixOperation::kVECTOR, input1.shape(),
                   op1 == MatrixOperation::kTRANSPOSE, op1 == MatrixOperation::kVECTOR);
    return state_->network->addMatrixMultiply(a, op0, b, op1);
  });
}

}  // namespace trtp::runtime

// Layers that move elements, and shapes as values.

#include <algorithm>

#include "network_add.h"

namespace trtp::runtime {

namespace {

nvinfer1::Permutation permutation_of(std::vector<int> const& order) {
  nvinfer1::Permutation out{};
  std::copy(order.begin(), order.end(), out.order);
  return out;
}

Shape permuted(Shape const& shape, std::vector<int> const& order) {
  if (order.empty()) return shape;
  Shape out;
  for (auto const i : order) out.push_back(shape[i]);
  return out;
}

// What a tensor says in its place; TensorRT still wants so many numbers.
Shape filled(int rank, int64_t value) {
  Shape out;
  for (int i = 0; i < rank; ++i) out.push_back(value);
  return out;
}

}  // namespace

Layer Network::add_constant(Shape const& shape, WeightValues const& weights,
                            LayerOptions const& options) {
  return add("add_constant", options, [&](Operation const&) {
    if (!is_known(shape)) fail("shape: expected extents of at least 0, got ", to_string(shape));
    if (weights.count != shape.volume()) {
      fail("weights: expected ", shape.volume(), " values for the shape ", to_string(shape),
           ", got ", weights.count);
    }
    return state_->network->addConstant(dims_of(shape), state_->keep(weights, weights.type));
  });
}

Layer Network::add_shuffle(Tensor const& input, ShuffleOptions const& options) {
  return add("add_shuffle", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    auto const shape = input.shape();
    auto rank = shape.rank();
    if (options.reshape && options.reshape_tensor) fail("reshape: is given twice");
    if (!options.first_transpose.empty())
      check_permutation(options.first_transpose, rank, "first_transpose");
    if (options.reshape) {
      check_reshape(permuted(shape, options.first_transpose), *options.reshape,
                    options.zero_is_placeholder);
      rank = options.reshape->rank();
    }
    if (options.reshape_tensor) {
      auto const extents = options.reshape_tensor.shape();
      if (extents.rank() != 1 || extents[0] < 0) {
        fail("reshape: expected an int32 tensor of shape (rank,), got one of shape ",
             to_string(extents));
      }
      rank = static_cast<int>(extents[0]);
    }
    if (!options.second_transpose.empty())
      check_permutation(options.second_transpose, rank, "second_transpose");
    auto* const layer = state_->network->addShuffle(x);
    if (!layer) return layer;
    if (!options.zero_is_placeholder) layer->setZeroIsPlaceholder(false);
    if (!options.first_transpose.empty())
      layer->setFirstTranspose(permutation_of(options.first_transpose));
    if (options.reshape) layer->setReshapeDimensions(dims_of(*options.reshape));
    if (options.reshape_tensor) layer->setInput(1, state_->raw(options.reshape_tensor, "reshape"));
    if (!options.second_transpose.empty())
      layer->setSecondTranspose(permutation_of(options.second_transpose));
    return layer;
  });
}

Layer Network::add_slice(Tensor const& input, Shape const& start, Shape const& size,
                         Shape const& stride, SliceOptions const& options) {
  return add("add_slice", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    auto const shape = input.shape();
    auto const rank = shape.rank();
    auto const first = options.start ? filled(rank, 0) : start;
    auto const extents = options.size ? filled(rank, 0) : size;
    auto const step = options.stride ? filled(rank, 1) : stride;
    check_slice(shape, first, extents, step,
                options.mode == nvinfer1::SampleMode::kSTRICT_BOUNDS && !options.start &&
                    !options.size && !options.stride);
    auto const signed_dims = [](Shape const& s) {  // dims_of() is of extents
      nvinfer1::Dims out{};
      out.nbDims = s.rank();
      for (int i = 0; i < s.rank(); ++i) out.d[i] = static_cast<int32_t>(s[i]);
      return out;
    };
    auto* const layer =
        state_->network->addSlice(x, signed_dims(first), signed_dims(extents), signed_dims(step));
    if (!layer) return layer;
    layer->setMode(options.mode);
    if (options.start) layer->setInput(1, state_->raw(options.start, "start"));
    if (options.size) layer->setInput(2, state_->raw(options.size, "size"));
    if (options.stride) layer->setInput(3, state_->raw(options.stride, "stride"));
    if (options.fill) layer->setInput(4, state_->raw(options.fill, "fill"));
    return layer;
  });
}

Layer Network::add_concatenation(std::vector<Tensor> const& inputs, AxisOptions const& options) {
  return add("add_concatenation", options, [&](Operation const&) {
    std::vector<nvinfer1::ITensor*> raw;
    std::vector<Shape> shapes;
    for (size_t i = 0; i < inputs.size(); ++i) {
      raw.push_back(&state_->raw(inputs[i], text("inputs[", i, "]").c_str()));
      shapes.push_back(inputs[i].shape());
    }
    if (raw.empty()) fail("inputs: expected at least one tensor, got none");
    auto const axis = axis_in(options.axis, shapes.front().rank());
    check_concatenation(shapes, axis);
    auto* const layer =
        state_->network->addConcatenation(raw.data(), static_cast<int32_t>(raw.size()));
    if (layer) layer->setAxis(axis);
    return layer;
  });
}

Layer Network::add_gather(Tensor const& data, Tensor const& indices, GatherOptions const& options) {
  return add("add_gather", options, [&](Operation const&) {
    using nvinfer1::GatherMode;
    auto& x = state_->raw(data, "data");
    auto& i = state_->raw(indices, "indices");
    if (indices.dtype() != nvinfer1::DataType::kINT32)
      fail("indices: expected a tensor of int32, got '", indices.name(), "' of another type");
    auto const axis = axis_in(options.axis, data.shape().rank());
    if (options.mode == GatherMode::kDEFAULT) {
      auto* const layer = state_->network->addGather(x, i, axis);
      if (layer && options.num_elementwise_dims != 0)
        layer->setNbElementWiseDims(options.num_elementwise_dims);
      return layer;
    }
    auto* const layer = state_->network->addGatherV2(x, i, options.mode);
    if (layer && options.mode == GatherMode::kELEMENT) layer->setGatherAxis(axis);
    if (layer && options.mode == GatherMode::kND)
      layer->setNbElementWiseDims(options.num_elementwise_dims);
    return layer;
  });
}

Layer Network::add_shape(Tensor const& input, LayerOptions const& options) {
  return add("add_shape", options, [&](Operation const&) {
    return state_->network->addShape(state_->raw(input, "input"));
  });
}

}  // namespace trtp::runtime

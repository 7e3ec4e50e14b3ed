#pragma once

#include <memory>
#include <utility>

#include "dims.h"
#include "layer_checks.h"
#include "network.h"
#include "network_state.h"

namespace trtp::runtime {

// What adding a layer is to every kind of layer. `make(operation)` checks the arguments and gives
// TensorRT's layer, or null.
template <class Make>
Layer add_layer(std::shared_ptr<NetworkState> const& state, char const* function,
                LayerOptions const& options, Make&& make) {
  auto const where =
      options.name.empty() ? text(function) : text(function, " '", options.name, "'");
  return state->call(where, [&](Operation const& operation) {
    nvinfer1::ILayer* const layer = make(operation);
    if (!layer || operation.has_errors()) operation.fail("TensorRT refuses the layer");
    if (!options.name.empty()) layer->setName(options.name.c_str());
    if (options.precision) layer->setPrecision(*options.precision);
    // Asking for the outputs' shapes makes TensorRT infer them now, and say what is wrong here
    // rather than in the build.
    for (int i = 0; i < layer->getNbOutputs(); ++i) {
      auto const* const output = layer->getOutput(i);
      if (output && output->getDimensions().nbDims < 0)
        operation.fail(text("TensorRT finds no shape for output ", i));
    }
    return Layer(state, layer);
  });
}

template <class Make>
Layer Network::add(char const* function, LayerOptions const& options, Make&& make) {
  return add_layer(state_, function, options, std::forward<Make>(make));
}

}  // namespace trtp::runtime

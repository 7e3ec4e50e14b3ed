#pragma once

#include <NvInfer.h>

#include <functional>
#include <memory>
#include <optional>

#include "logger.h"
#include "model.h"

namespace trtp::runtime {

// A parser: owns weights that the network refers to, hence lives until the engine is built.
using Parser = std::shared_ptr<void>;

// Fill an empty explicit-batch network. Throw Error with what the parser and TensorRT say, naming
// the node.
Parser onnx_import(nvinfer1::INetworkDefinition& network, Model const& model,
                   Operation const& operation);
Parser uff_import(nvinfer1::INetworkDefinition& network, Model const& model,
                  Bindings const& bindings, Operation const& operation);
// `model` is a deploy prototxt. Without outputs, its last layers' are taken. What the parser writes
// to std::cout meanwhile, whoever writes it, goes to the log.
Parser caffe_import(nvinfer1::INetworkDefinition& network, Model const& model,
                    std::optional<Model> const& weights, Bindings const& bindings,
                    Operation const& operation);

// Called between the creation of a UFF parser and its work. That parser takes the plugin registered
// last under a name, whatever its version, and making an ONNX parser registers all of NVIDIA's: to
// be found, ours have to be registered again. Set it before the first build; may throw Error.
extern std::function<void()> before_uff_parse;

// Whether the ONNX parser has an importer of its own for the operator; if so, no plugin of that
// name is ever asked. Needs no GPU. As a side effect TensorRT registers NVIDIA's plugins. Throws
// Error if the parser is not found.
bool onnx_parser_supports(std::string const& op_type);

}  // namespace trtp::runtime

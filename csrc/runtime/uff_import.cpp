#include <NvUffParser.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "dims.h"
#include "network_source.h"
#include "plugin_lookup.h"
#include "trt/library.h"

namespace trtp::runtime {

std::function<void()> before_uff_parse;

namespace {

std::shared_ptr<nvuffparser::IUffParser> make_parser() {
  auto const create =
      reinterpret_cast<void* (*)()>(trt::symbol("libnvparsers.so", "createNvUffParser_INTERNAL"));
  auto* const parser = static_cast<nvuffparser::IUffParser*>(create());
  if (!parser) fail("TensorRT could not create its UFF parser");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // all of UFF is
  return {parser, [](nvuffparser::IUffParser* p) { p->destroy(); }};
#pragma GCC diagnostic pop
}

std::string contents_of(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("cannot read '", path, "': ", std::strerror(errno));
  return {std::istreambuf_iterator<char>(file), {}};
}

// The parser ignores the registration of an input that the model does not have.
void check_inputs(nvinfer1::INetworkDefinition const& network, Model const& model,
                  Bindings const& bindings) {
  std::string names;
  for (int i = 0; i < network.getNbInputs(); ++i) {
    names += text(i ? ", '" : "'", network.getInput(i)->getName(), "'");
  }
  for (auto const& [name, shape] : bindings.inputs) {
    if (names.find("'" + name + "'") == std::string::npos) {
      fail("UFF ", model.description(), " has no input '", name, "'",
           names.empty() ? ", it has none" : "; expected one of ", names);
    }
  }
}

}  // namespace

Parser uff_import(nvinfer1::INetworkDefinition& network, Model const& model,
                  Bindings const& bindings, Operation const& operation) {
  std::string file;
  if (!model.data) file = contents_of(model.path);
  auto const* const data = model.data ? static_cast<char const*>(model.data) : file.data();
  auto const size = model.data ? model.size : file.size();

  auto parser = make_parser();
  for (auto const& [name, shape] : bindings.inputs) {
    // The order is of no consequence to a full shape.
    auto const dims = within(text("input '", name, "'"), [&s = shape] { return dims_of(s); });
    if (!parser->registerInput(name.c_str(), dims, nvuffparser::UffInputOrder::kNCHW)) {
      operation.fail(
          text("TensorRT's UFF parser refuses the input '", name, "' of shape ", to_string(shape)));
    }
  }
  for (auto const& name : bindings.outputs) {
    if (!parser->registerOutput(name.c_str())) {
      operation.fail(text("TensorRT's UFF parser refuses the output '", name, "'"));
    }
  }
  std::unique_lock<std::shared_mutex> const lock(plugin_lookup());
  if (before_uff_parse) before_uff_parse();
  if (!parser->parseBuffer(data, size, network, nvinfer1::DataType::kFLOAT)) {
    operation.fail(text("TensorRT's UFF parser cannot take ", model.description()));
  }
  check_inputs(network, model, bindings);
  return parser;
}

}  // namespace trtp::runtime

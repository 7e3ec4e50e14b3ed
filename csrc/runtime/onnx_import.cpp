#include <NvOnnxParser.h>

#include <fstream>

#include "network_source.h"
#include "op/error.h"
#include "plugin_lookup.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

constexpr int parser_version = 256;  // 0.1.0, as TensorRT 8's NvOnnxParser.h has it

std::shared_ptr<nvonnxparser::IParser> make_parser(nvinfer1::INetworkDefinition* network) {
  auto const create = reinterpret_cast<void* (*)(void*, void*, int)>(
      trt::symbol("libnvonnxparser.so", "createNvOnnxParser_INTERNAL"));
  auto* const parser =
      static_cast<nvonnxparser::IParser*>(create(network, &logger(), parser_version));
  if (!parser) fail("TensorRT could not create its ONNX parser");
  // The place of the destructor among the virtual functions differs between 8.5 and 8.6, that of
  // destroy() does not.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  return {parser, [](nvonnxparser::IParser* p) { p->destroy(); }};
#pragma GCC diagnostic pop
}

std::string or_empty(char const* s) { return s ? s : ""; }

[[noreturn]] void fail_with_errors(nvonnxparser::IParser const& parser, Model const& model,
                                   Operation const& operation) {
  auto message = text("TensorRT's ONNX parser cannot take ", model.description());
  std::vector<std::string> told;
  for (int i = 0; i < parser.getNbErrors(); ++i) {
    auto const* const error = parser.getError(i);
    if (!error) continue;
    told.push_back(or_empty(error->desc()));
    message += "\n  ";
    if (error->node() >= 0) message += text("node ", error->node(), ": ");
    message += told.back();
    if (auto const where = or_empty(error->func()); !where.empty())
      message += text(" (in ", where, ")");
  }
  operation.fail(message, told);
}

}  // namespace

Parser onnx_import(nvinfer1::INetworkDefinition& network, Model const& model,
                   Operation const& operation) {
  if (!model.data && !std::ifstream(model.path)) fail("cannot read ", model.description());
  std::shared_lock<std::shared_mutex> const lock(plugin_lookup());
  auto parser = make_parser(&network);
  // From a file, weights that are stored beside it are found.
  bool const parsed =
      model.data ? parser->parse(model.data, model.size, nullptr)
                 : parser->parseFromFile(model.path.c_str(), static_cast<int>(Severity::kWARNING));
  if (!parsed || parser->getNbErrors() > 0) fail_with_errors(*parser, model, operation);
  return parser;
}

bool onnx_parser_supports(std::string const& op_type) {
  Operation const operation;
  std::shared_lock<std::shared_mutex> const lock(plugin_lookup());
  return make_parser(nullptr)->supportsOperator(op_type.c_str());
}

}  // namespace trtp::runtime

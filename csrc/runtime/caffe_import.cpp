#include <NvCaffeParser.h>

#include <iostream>
#include <set>
#include <sstream>

#include "dims.h"
#include "files.h"
#include "network_source.h"
#include "plugin_lookup.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

std::shared_ptr<nvcaffeparser1::ICaffeParser> make_parser() {
  auto const create =
      reinterpret_cast<void* (*)()>(trt::symbol("libnvparsers.so", "createNvCaffeParser_INTERNAL"));
  auto* const parser = static_cast<nvcaffeparser1::ICaffeParser*>(create());
  if (!parser) fail("TensorRT could not create its Caffe parser");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // all of Caffe is
  return {parser, [](nvcaffeparser1::ICaffeParser* p) { p->destroy(); }};
#pragma GCC diagnostic pop
}

// The parser tells std::cout what is wrong, and nobody else.
class CapturedOutput {
 public:
  CapturedOutput() : before_(std::cout.rdbuf(text_.rdbuf())) {}
  ~CapturedOutput() { std::cout.rdbuf(before_); }
  CapturedOutput(CapturedOutput const&) = delete;
  CapturedOutput& operator=(CapturedOutput const&) = delete;

  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    std::istringstream in(text_.str());
    for (std::string line; std::getline(in, line);) {
      if (!line.empty()) out.push_back(line);
    }
    return out;
  }

 private:
  std::ostringstream text_;
  std::streambuf* before_;
};

class Contents {
 public:
  explicit Contents(Model const& model) {
    if (model.data) {
      view_ = {static_cast<char const*>(model.data), model.size};
    } else {
      file_ = read_file(model.path);
      view_ = file_;
    }
    if (view_.empty()) fail(model.description(), " is empty");
  }
  Contents(Contents const&) = delete;
  Contents& operator=(Contents const&) = delete;

  uint8_t const* data() const { return reinterpret_cast<uint8_t const*>(view_.data()); }
  size_t size() const { return view_.size(); }

 private:
  std::string file_;
  std::string_view view_;
};

template <class Names>
std::string listed(Names const& names) {
  std::string out;
  for (auto const& name : names) out += text(out.empty() ? "'" : ", '", name, "'");
  return out.empty() ? "none" : out;
}

// The parser makes the batch 1, whatever the file says.
void set_inputs(nvinfer1::INetworkDefinition& network, std::map<std::string, Shape> const& inputs) {
  std::map<std::string, nvinfer1::ITensor*> tensors;
  std::set<std::string> names;
  for (int i = 0; i < network.getNbInputs(); ++i) {
    tensors[network.getInput(i)->getName()] = network.getInput(i);
    names.insert(network.getInput(i)->getName());
  }
  for (auto const& [name, shape] : inputs) {
    auto const it = tensors.find(name);
    if (it == tensors.end())
      fail("the Caffe model has no input '", name, "'; expected one of ", listed(names));
    within(text("input '", name, "'"), [&, &s = shape] {
      auto pattern = shape_of(it->second->getDimensions());
      for (int i = 0; i < pattern.rank(); ++i) {
        bool const free = i == 0 || (i < s.rank() && s[i] == -1);
        if (free) pattern[i] = -1;
      }
      if (!agrees(s, pattern)) {
        fail("expected the file's ", to_string(shape_of(it->second->getDimensions())),
             " with any batch, got ", to_string(s));
      }
      it->second->setDimensions(dims_of(s));
    });
  }
}

// What no layer takes.
std::vector<nvinfer1::ITensor*> last_tensors(nvinfer1::INetworkDefinition const& network) {
  std::set<nvinfer1::ITensor const*> taken;
  for (int i = 0; i < network.getNbLayers(); ++i) {
    auto const* const layer = network.getLayer(i);
    for (int k = 0; k < layer->getNbInputs(); ++k) taken.insert(layer->getInput(k));
  }
  std::vector<nvinfer1::ITensor*> out;
  for (int i = 0; i < network.getNbLayers(); ++i) {
    auto const* const layer = network.getLayer(i);
    for (int k = 0; k < layer->getNbOutputs(); ++k) {
      if (taken.count(layer->getOutput(k)) == 0) out.push_back(layer->getOutput(k));
    }
  }
  return out;
}

void mark_outputs(nvinfer1::INetworkDefinition& network,
                  nvcaffeparser1::IBlobNameToTensor const& blobs,
                  std::vector<std::string> const& outputs) {
  for (auto const& name : outputs) {
    auto* const tensor = blobs.find(name.c_str());
    if (!tensor) {
      std::set<std::string> names;
      for (int i = 0; i < network.getNbLayers(); ++i) {
        auto const* const made = network.getLayer(i)->getOutput(0)->getName();
        if (blobs.find(made)) names.insert(made);  // others are the parser's own
      }
      fail("the Caffe model has no blob '", name, "'; expected one of ", listed(names));
    }
    network.markOutput(*tensor);
  }
  if (!outputs.empty()) return;
  for (auto* const tensor : last_tensors(network)) network.markOutput(*tensor);
}

}  // namespace

Parser caffe_import(nvinfer1::INetworkDefinition& network, Model const& model,
                    std::optional<Model> const& weights, Bindings const& bindings,
                    Operation const& operation) {
  // Without them the parser draws weights at random.
  if (!weights) fail("weights: a Caffe model needs its .caffemodel");
  Contents const deploy(model), learned(*weights);
  auto parser = make_parser();
  nvcaffeparser1::IBlobNameToTensor const* blobs = nullptr;
  std::vector<std::string> said;
  {
    std::unique_lock<std::shared_mutex> const lock(plugin_lookup());
    CapturedOutput const captured;
    blobs = parser->parseBuffers(deploy.data(), deploy.size(), learned.data(), learned.size(),
                                 network, nvinfer1::DataType::kFLOAT);
    said = captured.lines();
  }
  for (auto const& line : said) logger().log(Severity::kINFO, line.c_str());
  if (!blobs) {
    auto message = text("TensorRT's Caffe parser cannot take ", model.description(), " with ",
                        weights->description());
    for (auto const& line : said) {
      if (line.rfind("Warning", 0) != 0) message += "\n  " + line;
    }
    operation.fail(message);
  }
  set_inputs(network, bindings.inputs);
  mark_outputs(network, *blobs, bindings.outputs);
  return parser;
}

}  // namespace trtp::runtime

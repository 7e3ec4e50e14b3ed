#include "network.h"

#include <cinttypes>
#include <cstdio>
#include <string_view>
#include <utility>

#include "builder.h"
#include "memory/device.h"
#include "network_add.h"
#include "trt/convert.h"
#include "xxh64.h"

namespace trtp::runtime {

namespace {

// Marks the network as being built.
class Building {
 public:
  explicit Building(NetworkState& state) : state_(state) {
    if (state_.building.exchange(true)) fail("the network is being built already");
  }
  ~Building() { state_.building = false; }
  Building(Building const&) = delete;
  Building& operator=(Building const&) = delete;

 private:
  NetworkState& state_;
};

std::shared_ptr<NetworkState> make_state(Network::Resource const& resource, Sink log) {
  memory::require_device("making a network");  // TensorRT's own word for it is a number
  return std::make_shared<NetworkState>(resource, std::move(log));
}

}  // namespace

Network::Network(Resource const& resource, Sink log)
    : state_(make_state(resource, std::move(log))) {}

std::string Network::name() const { return state_->network->getName(); }

void Network::set_name(std::string const& name) {
  state_->call("name", [&](Operation const&) { state_->network->setName(name.c_str()); });
}

Network::Resource const& Network::resource() const { return state_->resource; }

nvinfer1::INetworkDefinition& Network::tensorrt() const { return *state_->network; }

Tensor Network::add_input(std::string const& name, DataType type, Shape const& shape) {
  return state_->call(text("add_input '", name, "'"), [&](Operation const& operation) {
    if (name.empty()) fail("name: expected a name, got ''");
    for (int i = 0; i < state_->network->getNbInputs(); ++i) {
      if (name == state_->network->getInput(i)->getName())
        fail("name: the network has an input of this name already");
    }
    auto const dims = within("shape", [&] { return dims_of(shape); });
    auto* const tensor = state_->network->addInput(name.c_str(), type, dims);
    if (!tensor) operation.fail("TensorRT refuses the input");
    return Tensor(state_, tensor);
  });
}

void Network::mark_output(Tensor const& tensor) {
  state_->call("mark_output", [&](Operation const&) {
    state_->network->markOutput(state_->raw(tensor, "tensor"));
  });
}

void Network::mark_output_for_shapes(Tensor const& tensor) {
  state_->call("mark_output_for_shapes", [&](Operation const& operation) {
    auto& raw = state_->raw(tensor, "tensor");
    if (!state_->network->markOutputForShapes(raw))
      operation.fail(text("TensorRT refuses '", tensor.name(), "'"));
  });
}

void Network::unmark_output(Tensor const& tensor) {
  state_->call("unmark_output", [&](Operation const&) {
    auto& raw = state_->raw(tensor, "tensor");
    if (!raw.isNetworkOutput()) fail("'", tensor.name(), "' is not an output of the network");
    state_->network->unmarkOutput(raw);
  });
}

std::vector<Tensor> Network::inputs() const {
  std::vector<Tensor> out;
  for (int i = 0; i < state_->network->getNbInputs(); ++i)
    out.emplace_back(state_, state_->network->getInput(i));
  return out;
}

std::vector<Tensor> Network::outputs() const {
  std::vector<Tensor> out;
  for (int i = 0; i < state_->network->getNbOutputs(); ++i)
    out.emplace_back(state_, state_->network->getOutput(i));
  return out;
}

std::vector<Layer> Network::layers() const {
  std::vector<Layer> out;
  for (int i = 0; i < state_->network->getNbLayers(); ++i)
    out.emplace_back(state_, state_->network->getLayer(i));
  return out;
}

void Network::set_weights_name(WeightValues const& weights, std::string const& name) {
  state_->call(text("set_weights_name '", name, "'"), [&](Operation const& operation) {
    for (auto const& known : state_->weights) {
      if (known.data != weights.data || known.count != weights.count || known.type != weights.type)
        continue;
      auto same = nvinfer1::Weights{};
      same.type = trt::to_tensorrt(known.type);
      same.values = known.data;
      same.count = known.count;
      if (!state_->network->setWeightsName(same, name.c_str()))
        operation.fail("TensorRT refuses it");
      return;
    }
    fail("expected weights that were given to a layer, as they are, got others");
  });
}

std::string Network::weights_digest() const {
  std::string digests;
  for (auto const& w : state_->weights) {
    auto const* const bytes = static_cast<char const*>(w.data);
    auto const size = static_cast<size_t>(w.count) * size_of(w.type);
    digests += text(name_of(w.type), w.count, ":", xxh64({bytes, size}), ";");
  }
  char out[17];
  std::snprintf(out, sizeof(out), "%016" PRIx64, xxh64(digests));
  return out;
}

std::unique_ptr<nvinfer1::IHostMemory> Network::build(BuildOptions const& options) {
  check(options);
  if (options.resource && options.resource != state_->resource)
    fail("resource: a network is built with the memory that it was made with");
  if (memory::current_device() != state_->device) {
    fail("the network was made on GPU ", state_->device, ", and GPU ", memory::current_device(),
         " is current");
  }
  if (state_->network->getNbOutputs() == 0)
    fail("the network has no outputs: say which tensors are, by mark_output()");
  Building const building(*state_);
  Operation const operation(options.log);
  return runtime::build(*state_->builder, *state_->network, options, operation);
}

}  // namespace trtp::runtime

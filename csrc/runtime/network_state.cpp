#include "network_state.h"

#include <utility>

#include "memory/device.h"
#include "op/error.h"
#include "trt/convert.h"
#include "trt/library.h"

namespace trtp::runtime {

NetworkState::NetworkState(std::shared_ptr<memory::DeviceMemoryResource> const& given, Sink sink)
    : resource(given), log(std::move(sink)), device(memory::current_device()) {
  Operation const operation(log);
  auto pooled = take_builder();
  if (!pooled) operation.fail("TensorRT could not create a builder");
  if (resource) {
    // A builder keeps memory of its allocator's, so this one is for this network alone. Beside
    // another one, which goes back into the pool, it is made at once.
    memory.emplace(resource, "the builder");
    own_allocator.emplace(*memory);
    own_builder.reset(trt::library().create_builder(logger()));
    if (!own_builder) operation.fail("TensorRT could not create a builder");
    own_builder->setGpuAllocator(&*own_allocator);
    builder = own_builder.get();
  } else {
    pooled_builder = std::move(pooled);
    builder = pooled_builder.get();
  }
  auto const explicit_batch =
      1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  network.reset(builder->createNetworkV2(explicit_batch));
  if (!network) operation.fail("TensorRT could not create a network");
}

nvinfer1::Weights NetworkState::keep(WeightValues const& values, Type like) {
  nvinfer1::Weights out{};
  out.type = trt::to_tensorrt(values.count == 0 ? like : values.type);
  out.values = values.count == 0 ? nullptr : values.data;
  out.count = values.count;
  if (values.count != 0) weights.push_back(values);
  return out;
}

nvinfer1::ITensor& NetworkState::raw(Tensor const& tensor, char const* argument) const {
  if (!tensor) fail(argument, ": expected a tensor, got none");
  if (tensor.network().get() != this)
    fail(argument, ": the tensor '", tensor.name(), "' is of another network");
  return tensor.tensorrt();
}

}  // namespace trtp::runtime

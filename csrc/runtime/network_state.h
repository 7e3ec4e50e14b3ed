#pragma once

#include <NvInfer.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "builder_pool.h"
#include "cancellation.h"
#include "gpu_allocator.h"
#include "logger.h"
#include "network_tensor.h"
#include "weight_values.h"

namespace trtp::runtime {

// What a network and its tensors, layers and loops share. Not for users.
struct NetworkState {
  NetworkState(std::shared_ptr<memory::DeviceMemoryResource> const& resource, Sink log);

  std::shared_ptr<memory::DeviceMemoryResource> const resource;
  Sink const log;
  int const device;

  // In this order, since they go in the opposite one.
  std::vector<WeightValues> weights;
  std::optional<GpuAllocator> memory;
  std::optional<HoldingAllocator> own_allocator;
  PooledBuilder pooled_builder;
  std::unique_ptr<nvinfer1::IBuilder> own_builder;
  std::unique_ptr<nvinfer1::INetworkDefinition> network;

  nvinfer1::IBuilder* builder = nullptr;
  std::atomic<bool> building{false};

  // Runs f(operation), and throws Error with TensorRT's lines if there were errors among them.
  template <class F>
  auto call(std::string const& where, F&& f) {
    return within(where, [&] {
      if (building) fail("the network is being built");
      Operation const operation(log);
      if constexpr (std::is_void_v<decltype(f(operation))>) {
        f(operation);
        if (operation.has_errors()) operation.fail("TensorRT refuses this");
      } else {
        auto result = f(operation);
        if (operation.has_errors()) operation.fail("TensorRT refuses this");
        return result;
      }
    });
  }

  // Takes weights into TensorRT's form and keeps their owner. `like`: the type of none.
  nvinfer1::Weights keep(WeightValues const& values, Type like = Type::f32);

  // TensorRT's tensor. Throws Error naming the argument if there is none, or it is of another
  // network.
  nvinfer1::ITensor& raw(Tensor const& tensor, char const* argument) const;
};

}  // namespace trtp::runtime

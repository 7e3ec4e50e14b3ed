#include "builder_pool.h"

#include <map>
#include <mutex>

#include "logger.h"
#include "memory/device.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

struct Idle {
  nvinfer1::IBuilder* builder;
  CancellableAllocator* allocator;
};

struct Pool {
  std::mutex mutex;
  std::multimap<int, Idle> idle;  // by device
};

Pool& pool() {
  static auto* const pool = new Pool;  // never destroyed
  return *pool;
}

}  // namespace

void BuilderReturn::operator()(nvinfer1::IBuilder* builder) const noexcept {
  try {
    allocator->watch(nullptr);
    builder->reset();
    std::lock_guard<std::mutex> const lock(pool().mutex);
    pool().idle.emplace(device, Idle{builder, allocator});
  } catch (...) {
    delete builder;  // the allocator stays: memory of it may have been kept elsewhere
  }
}

PooledBuilder take_builder() {
  auto const device = memory::current_device();
  {
    std::lock_guard<std::mutex> const lock(pool().mutex);
    auto const found = pool().idle.find(device);
    if (found != pool().idle.end()) {
      auto const [builder, allocator] = found->second;
      pool().idle.erase(found);
      builder->setGpuAllocator(allocator);  // a reset may have taken it away
      return {builder, {device, allocator}};
    }
  }
  auto* const builder = trt::library().create_builder(logger());
  // Without an inner allocator its memory is cudaMalloc's, as TensorRT's own is, so that either
  // frees what the other gave.
  auto* const allocator = builder ? new CancellableAllocator : nullptr;
  if (builder) builder->setGpuAllocator(allocator);
  return {builder, {device, allocator}};
}

}  // namespace trtp::runtime

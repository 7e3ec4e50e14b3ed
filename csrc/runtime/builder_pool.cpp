#include "builder_pool.h"

#include <map>
#include <mutex>

#include "logger.h"
#include "memory/device.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

struct Pool {
  std::mutex mutex;
  std::multimap<int, nvinfer1::IBuilder*> idle;  // by device
};

Pool& pool() {
  static auto* const pool = new Pool;  // never destroyed
  return *pool;
}

}  // namespace

void BuilderReturn::operator()(nvinfer1::IBuilder* builder) const noexcept {
  try {
    builder->reset();
    std::lock_guard<std::mutex> const lock(pool().mutex);
    pool().idle.emplace(device, builder);
  } catch (...) {
    delete builder;
  }
}

PooledBuilder take_builder() {
  auto const device = memory::current_device();
  {
    std::lock_guard<std::mutex> const lock(pool().mutex);
    auto const found = pool().idle.find(device);
    if (found != pool().idle.end()) {
      auto* const builder = found->second;
      pool().idle.erase(found);
      return {builder, {device}};
    }
  }
  return {trt::library().create_builder(logger()), {device}};
}

}  // namespace trtp::runtime

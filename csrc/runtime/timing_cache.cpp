#include "timing_cache.h"

#include <cuda_runtime_api.h>

#include "memory/cuda_error.h"
#include "memory/device.h"
#include "op/error.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

// Times hold for one version of TensorRT on one model of GPU.
std::string key_here() {
  cudaDeviceProp properties{};
  memory::check(cudaGetDeviceProperties(&properties, memory::current_device()),
                "the properties of the GPU");
  return text("TensorRT ", trt::version_text(trt::library().version()), ", ", properties.name,
              ", sm_", properties.major, properties.minor, ", ", properties.multiProcessorCount,
              " multiprocessors");
}

std::string bytes_of(nvinfer1::ITimingCache const& cache) {
  std::unique_ptr<nvinfer1::IHostMemory> const memory(cache.serialize());
  if (!memory) fail("TensorRT cannot serialize it");
  return {static_cast<char const*>(memory->data()), memory->size()};
}

}  // namespace

TimingCache::TimingCache(nvinfer1::IBuilderConfig& config, std::string const& path)
    : config_(config), file_(path, "timing cache"), key_(key_here()) {
  std::optional<std::string> data;
  try {
    data = file_.load(key_, warn);
  } catch (Error const& e) {
    warn(text("timing_cache: ", e.what()));
  }
  cache_ = made_of(data);
  if (!cache_ || !config_.setTimingCache(*cache_, false)) {
    warn(text("the timing cache '", path, "' does not suit this TensorRT: it is not used"));
    cache_ = made_of(std::nullopt);
    if (!cache_ || !config_.setTimingCache(*cache_, false))
      warn("TensorRT could not create a timing cache");
  }
}

std::unique_ptr<nvinfer1::ITimingCache> TimingCache::made_of(
    std::optional<std::string> const& data) const {
  return std::unique_ptr<nvinfer1::ITimingCache>(
      config_.createTimingCache(data ? data->data() : nullptr, data ? data->size() : 0));
}

void TimingCache::save() {
  auto const* const used = config_.getTimingCache();
  if (!used) return;
  auto const merged = [&](std::optional<std::string> const& present) {
    auto const own = bytes_of(*used);
    auto const theirs = present ? made_of(present) : nullptr;
    auto const ours = theirs ? made_of(own) : nullptr;
    if (!ours || !theirs || !ours->combine(*theirs, false)) return own;
    return bytes_of(*ours);
  };
  try {
    file_.store(key_, merged, warn);
  } catch (std::exception const& e) {  // the engine is worth more than its cache
    warn(text("timing_cache: the times are not kept: ", e.what()));
  }
}

}  // namespace trtp::runtime

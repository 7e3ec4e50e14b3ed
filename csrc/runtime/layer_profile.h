#pragma once

#include <NvInfer.h>

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace trtp::runtime {

// Times of one layer, in milliseconds.
struct LayerTime {
  std::string name;
  int calls = 0;
  double total = 0, least = 0, most = 0;
};

// Sums up what TensorRT reports of every run of a context, see Context::set_profiler. Thread-safe.
class LayerProfile final : public nvinfer1::IProfiler {
 public:
  void reportLayerTime(char const* layer, float ms) noexcept override;
  ~LayerProfile() noexcept override = default;

  std::vector<LayerTime> layers() const;  // in the order in which they first ran
  void reset();

 private:
  mutable std::mutex mutex_;
  std::vector<LayerTime> layers_;
  std::unordered_map<std::string, size_t> places_;
};

}  // namespace trtp::runtime

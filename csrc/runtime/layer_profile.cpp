#include "layer_profile.h"

#include <algorithm>

#include "logger.h"

namespace trtp::runtime {

void LayerProfile::reportLayerTime(char const* layer, float ms) noexcept {
  try {
    double const time = ms;
    std::lock_guard<std::mutex> const lock(mutex_);
    auto const [place, is_new] = places_.emplace(layer ? layer : "", layers_.size());
    if (is_new) layers_.push_back({place->first, 0, 0, time, time});
    auto& sum = layers_[place->second];
    ++sum.calls;
    sum.total += time;
    sum.least = std::min(sum.least, time);
    sum.most = std::max(sum.most, time);
  } catch (std::exception const& e) {  // out of memory
    logger().log(Severity::kERROR, e.what());
  }
}

std::vector<LayerTime> LayerProfile::layers() const {
  std::lock_guard<std::mutex> const lock(mutex_);
  return layers_;
}

void LayerProfile::reset() {
  std::lock_guard<std::mutex> const lock(mutex_);
  layers_.clear();
  places_.clear();
}

}  // namespace trtp::runtime

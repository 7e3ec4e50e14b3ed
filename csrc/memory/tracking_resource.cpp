#include "tracking_resource.h"

#include <algorithm>
#include <utility>

#include "warning.h"

namespace trtp::memory {

namespace {

using Lock = std::lock_guard<std::mutex>;

void add(Figures& f, size_t size) {
  f.current += size;
  f.peak = std::max(f.peak, f.current);
  f.total += size;
  ++f.live;
  ++f.allocations;
}

void remove(Figures& f, size_t size) {
  f.current -= size;
  --f.live;
}

}  // namespace

TrackingResource::TrackingResource(std::shared_ptr<DeviceMemoryResource> upstream)
    : ResourceAdaptor("tracking", std::move(upstream)) {}

TrackingResource::~TrackingResource() {
  if (all_.live == 0) return;
  auto message = text(name(), ": ", all_.live, " allocations of ", all_.current,
                      " bytes together were never freed");
  for (auto const& [tag, f] : tags_) {
    if (f.live != 0 && !tag.empty())
      message += text("; with tag '", tag, "': ", f.live, " of ", f.current, " bytes");
  }
  warn(message);
}

Figures& TrackingResource::tag_of_this_thread() {
  auto const it = pushed_.find(std::this_thread::get_id());
  return tags_[it == pushed_.end() ? std::string() : it->second.back()];
}

void* TrackingResource::do_allocate(size_t size, size_t alignment, cudaStream_t stream) {
  void* address = nullptr;
  try {
    address = upstream()->allocate(size, alignment, stream);
  } catch (...) {
    Lock const lock(mutex_);
    ++all_.failures;
    ++tag_of_this_thread().failures;
    throw;
  }
  try {
    Lock const lock(mutex_);
    auto& tag = tag_of_this_thread();
    live_.emplace(address, Live{size, &tag});
    add(all_, size);
    add(tag, size);
  } catch (...) {
    upstream()->deallocate(address, size, alignment, stream);
    throw;
  }
  return address;
}

void TrackingResource::do_deallocate(void* address, size_t size, size_t alignment,
                                     cudaStream_t stream) {
  {
    // Before the upstream has it back: it may hand the address out again at once.
    Lock const lock(mutex_);
    auto const it = live_.find(address);
    if (it == live_.end()) fail(name(), ": ", address, " is not in use");
    auto const [allocated, tag] = it->second;
    if (size != allocated) {
      fail(name(), ": expected the size of the allocation at ", address, ", ", allocated,
           " bytes, got ", size);
    }
    live_.erase(it);
    remove(all_, size);
    remove(*tag, size);
  }
  upstream()->deallocate(address, size, alignment, stream);
}

Figures TrackingResource::figures() const {
  Lock const lock(mutex_);
  return all_;
}

std::map<std::string, Figures> TrackingResource::tags() const {
  Lock const lock(mutex_);
  return tags_;
}

void TrackingResource::reset_peak() {
  Lock const lock(mutex_);
  all_.peak = all_.current;
  for (auto& entry : tags_) entry.second.peak = entry.second.current;
}

void TrackingResource::push_tag(std::string tag) {
  Lock const lock(mutex_);
  pushed_[std::this_thread::get_id()].push_back(std::move(tag));
}

void TrackingResource::pop_tag() noexcept {
  Lock const lock(mutex_);
  auto const it = pushed_.find(std::this_thread::get_id());
  if (it == pushed_.end()) return;
  it->second.pop_back();
  if (it->second.empty()) pushed_.erase(it);
}

}  // namespace trtp::memory

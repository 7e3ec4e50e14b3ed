#include "stream_fence.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "cuda_error.h"
#include "device.h"

namespace trtp::memory {

namespace {

// Streams of which the work is kept apart without asking whether it is over. Streams come and go.
constexpr size_t many = 8;

bool has_device() {
  static bool const answer = device_count() > 0;
  return answer;
}

// Events are taken out of here and come back: making one takes longer than recording it. Never
// destroyed, CUDA may be gone by then.
class Events {
 public:
  std::shared_ptr<CUevent_st> take() {
    auto const device = current_device();
    cudaEvent_t event = nullptr;
    {
      std::lock_guard<std::mutex> const lock(mutex_);
      auto& idle = idle_[device];
      if (!idle.empty()) {
        event = idle.back();
        idle.pop_back();
      }
    }
    if (!event) {
      check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming), "cannot create an event");
    }
    return {event, [this, device](cudaEvent_t e) { put(device, e); }};
  }

 private:
  void put(int device, cudaEvent_t event) noexcept {
    try {
      std::lock_guard<std::mutex> const lock(mutex_);
      idle_[device].push_back(event);
    } catch (...) {
      cudaEventDestroy(event);
    }
  }

  std::mutex mutex_;
  std::map<int, std::vector<cudaEvent_t>> idle_;  // by device
};

Events& events() {
  static auto* const instance = new Events;
  return *instance;
}

std::shared_ptr<CUevent_st> event_after(cudaStream_t stream) {
  // Its handle means another stream in each thread, so it cannot be told from others later.
  if (stream == cudaStreamPerThread) return nullptr;
  try {
    auto event = events().take();
    check(cudaEventRecord(event.get(), stream), "cannot record an event");
    return event;
  } catch (Error const&) {
    return nullptr;
  }
}

}  // namespace

void StreamFence::add(Mark const& mark) {
  for (auto& own : marks_) {
    if (own.stream != mark.stream) continue;
    if (own.order < mark.order) own = mark;
    return;
  }
  marks_.push_back(mark);
}

void StreamFence::record(cudaStream_t stream) {
  static std::mutex mutex;  // numbers in the order of events, whoever records them
  static uint64_t order = 0;
  if (!has_device()) return;
  {
    std::lock_guard<std::mutex> const lock(mutex);
    if (auto event = event_after(stream)) return add({name_of(stream), ++order, std::move(event)});
  }
  if (cudaStreamSynchronize(stream) != cudaSuccess) cudaGetLastError();
}

void StreamFence::merge(StreamFence const& other) {
  for (auto const& mark : other.marks_) add(mark);
  if (marks_.size() > many) forget_what_is_over();
}

void StreamFence::forget_what_is_over() {
  auto const is_over = [](Mark const& mark) {
    return cudaEventQuery(mark.event.get()) == cudaSuccess;
  };
  marks_.erase(std::remove_if(marks_.begin(), marks_.end(), is_over), marks_.end());
  cudaGetLastError();  // "not ready"
}

bool StreamFence::is_open_to(cudaStream_t stream) const noexcept {
  return marks_.empty() || (marks_.size() == 1 && marks_[0].stream == name_of(stream));
}

void StreamFence::wait(cudaStream_t stream) const {
  for (auto const& mark : marks_) {
    if (mark.stream != name_of(stream))
      check(cudaStreamWaitEvent(stream, mark.event.get()), "cannot make a stream wait");
  }
}

void StreamFence::synchronize() const noexcept {
  for (auto const& mark : marks_) {
    if (cudaEventSynchronize(mark.event.get()) != cudaSuccess) cudaGetLastError();
  }
}

}  // namespace trtp::memory

#include "background.h"

#include <cuda_runtime_api.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace trtp::runtime {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds period{50};

// Work that was left to itself. Never destroyed: it may outlast main().
struct Abandoned {
  std::mutex mutex;
  std::condition_variable changed;
  int count = 0;
  std::atomic<bool> left{false};
};
Abandoned& abandoned() {
  static auto* const instance = new Abandoned;
  return *instance;
}

// Ends the process before the destructors of static objects, TensorRT's and CUDA's among them, pull
// them from under a thread that uses them. What is registered last runs first.
void end_without_destructors() {
  auto const at_exit = [](int status, void*) {
    if (!is_at_work_in_background()) return;
    std::fflush(nullptr);
    ::_exit(status);
  };
  ::on_exit(at_exit, nullptr);
}

struct State {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false, is_abandoned = false;
  std::exception_ptr failure;

  // Whether the work is done.
  bool wait() {
    std::unique_lock<std::mutex> lock(mutex);
    return changed.wait_for(lock, period, [this] { return done; });
  }

  void end(std::exception_ptr what) {
    std::lock_guard<std::mutex> const lock(mutex);
    done = true;
    changed.notify_all();
    if (!is_abandoned) {
      failure = std::move(what);
      return;
    }
    std::lock_guard<std::mutex> const all(abandoned().mutex);
    --abandoned().count;
    abandoned().changed.notify_all();
  }

  void abandon() {
    std::lock_guard<std::mutex> const lock(mutex);
    if (done) return;
    is_abandoned = true;
    {
      std::lock_guard<std::mutex> const all(abandoned().mutex);
      ++abandoned().count;
    }
    end_without_destructors();
  }
};

}  // namespace

void run_in_background(std::function<void()> work, std::function<void()> const& poll,
                       std::shared_ptr<Cancellation> const& cancellation, Sink const& log) {
  auto const look = [&] {
    poll();
    cancellation->check();
  };
  if (is_at_work_in_background()) {
    if (log) {
      log(Severity::kWARNING,
          "waiting for a build that was cancelled: TensorRT cannot be interrupted, and the next "
          "build begins once it is over");
    }
    wait_for_background(look);
  }
  int device = -1;
  if (cudaGetDevice(&device) != cudaSuccess) device = -1;  // `work` says so better
  auto const state = std::make_shared<State>();
  std::thread thread([state, device, work = std::move(work)]() mutable {
    std::exception_ptr failure;
    try {
      if (device >= 0) cudaSetDevice(device);
      work();
    } catch (...) {
      failure = std::current_exception();
    }
    work = nullptr;  // before anybody is told: it may hold what the caller takes back
    state->end(std::move(failure));
  });
  while (!state->wait()) {
    try {
      look();
    } catch (...) {
      cancellation->cancel();
      state->abandon();
      thread.detach();
      throw;
    }
  }
  thread.join();
  if (state->failure) std::rethrow_exception(state->failure);
}

bool is_at_work_in_background() {
  std::lock_guard<std::mutex> const lock(abandoned().mutex);
  return abandoned().count > 0;
}

bool wait_for_background(std::function<void()> const& poll, std::chrono::nanoseconds at_most) {
  auto const start = Clock::now();
  for (;;) {
    {
      std::unique_lock<std::mutex> lock(abandoned().mutex);
      auto const is_over = [] { return abandoned().count == 0; };
      if (abandoned().changed.wait_for(lock, period, is_over)) return true;
    }
    if (Clock::now() - start >= at_most) return false;
    poll();
  }
}

void leave_background(std::chrono::nanoseconds at_most) {
  try {
    if (wait_for_background([] {}, at_most)) return;
  } catch (...) {
  }
  abandoned().left = true;
  end_without_destructors();  // again, so that it comes before what was registered meanwhile
}

bool is_background_left() noexcept { return abandoned().left; }

}  // namespace trtp::runtime

#include "background.h"

#include <cuda_runtime_api.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace trtp::runtime {

namespace {

constexpr std::chrono::milliseconds period{50};

struct State {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::exception_ptr failure;

  // Whether the work is done.
  bool wait() {
    std::unique_lock<std::mutex> lock(mutex);
    return changed.wait_for(lock, period, [this] { return done; });
  }
};

// How many threads are left to themselves. Never destroyed: they may outlast main().
struct Abandoned {
  std::mutex mutex;
  std::condition_variable changed;
  int count = 0;
};
Abandoned& abandoned() {
  static auto* const instance = new Abandoned;
  return *instance;
}

void leave(std::thread& thread, std::shared_ptr<State> const& state) {
  {
    std::lock_guard<std::mutex> const lock(abandoned().mutex);
    ++abandoned().count;
  }
  thread.detach();
  std::thread([state] {
    std::unique_lock<std::mutex> lock(state->mutex);
    state->changed.wait(lock, [&] { return state->done; });
    std::lock_guard<std::mutex> const all(abandoned().mutex);
    --abandoned().count;
    abandoned().changed.notify_all();
  }).detach();
}

}  // namespace

void run_in_background(std::function<void()> work, std::function<void()> const& poll,
                       std::shared_ptr<Cancellation> const& cancellation) {
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
    std::lock_guard<std::mutex> const lock(state->mutex);
    state->failure = std::move(failure);
    state->done = true;
    state->changed.notify_all();
  });
  std::exception_ptr interrupted;
  while (!state->wait()) {
    try {
      poll();
    } catch (...) {
      cancellation->cancel();
      if (interrupted) {
        leave(thread, state);
        throw;
      }
      interrupted = std::current_exception();
    }
  }
  thread.join();
  if (interrupted) std::rethrow_exception(interrupted);
  if (state->failure) std::rethrow_exception(state->failure);
}

void wait_for_background(std::function<void()> const& poll) {
  for (;;) {
    {
      std::unique_lock<std::mutex> lock(abandoned().mutex);
      if (abandoned().changed.wait_for(lock, period, [] { return abandoned().count == 0; })) return;
    }
    poll();
  }
}

}  // namespace trtp::runtime

#include "churn.h"

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "cuda_error.h"
#include "device.h"

namespace trtp::memory {

namespace {

struct Live {
  void* address;
  size_t size;
};

struct Stream {
  Stream() {
    if (device_count() > 0) {
      check(cudaStreamCreateWithFlags(&handle, cudaStreamNonBlocking), "churn: no stream");
    } else {  // nothing but a name, which nobody gives to CUDA
      handle = reinterpret_cast<cudaStream_t>(this);
      is_real = false;
    }
  }
  ~Stream() {
    if (!is_real) return;
    cudaStreamSynchronize(handle);
    cudaStreamDestroy(handle);
  }
  Stream(Stream const&) = delete;
  Stream& operator=(Stream const&) = delete;
  cudaStream_t handle = nullptr;
  bool is_real = true;
};

// One thread's part. The sizes are drawn before the clock starts.
class Worker {
 public:
  Worker(Churn const& options, int index, int pairs)
      : live_limit_(static_cast<size_t>(options.live)),
        random_(options.seed * 1'000'003 + static_cast<uint64_t>(index)) {
    std::uniform_real_distribution<double> spread(std::log(static_cast<double>(options.smallest)),
                                                  std::log(static_cast<double>(options.largest)));
    for (int i = 0; i < pairs; ++i)
      sizes_.push_back(static_cast<size_t>(std::exp(spread(random_))));
    live_.reserve(live_limit_);
  }

  void run(DeviceMemoryResource& resource) {
    keep_failure([&] {
      for (auto const size : sizes_) {
        if (live_.size() == live_limit_) free_one(resource);
        live_.push_back({resource.allocate(size, natural, stream_.handle), size});
        if (random_() % 2) free_one(resource);
      }
    });
    keep_failure([&] {
      while (!live_.empty()) free_one(resource);
    });
  }

  std::exception_ptr failure;

 private:
  static constexpr auto natural = DeviceMemoryResource::natural_alignment;

  template <class F>
  void keep_failure(F const& f) {
    try {
      f();
    } catch (...) {
      if (!failure) failure = std::current_exception();
    }
  }

  void free_one(DeviceMemoryResource& resource) {
    std::swap(live_[random_() % live_.size()], live_.back());
    auto const [address, size] = live_.back();
    live_.pop_back();
    resource.deallocate(address, size, natural, stream_.handle);
  }

  size_t const live_limit_;
  std::mt19937_64 random_;
  std::vector<size_t> sizes_;
  std::vector<Live> live_;
  Stream stream_;
};

}  // namespace

double churn(DeviceMemoryResource& resource, Churn const& options) {
  if (options.threads < 1 || options.pairs < 0 || options.live < 1)
    fail("churn: expected one thread or more, no negative number of pairs, and one or more alive");
  if (options.smallest < 1 || options.smallest > options.largest)
    fail("churn: expected sizes from 1 byte on, got ", options.smallest, " to ", options.largest);
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < options.threads; ++i) {
    auto const pairs = options.pairs / options.threads + (i < options.pairs % options.threads);
    workers.push_back(std::make_unique<Worker>(options, i, pairs));
  }
  auto const device = device_count() > 0 ? current_device() : -1;
  std::mutex mutex;
  std::condition_variable start;
  bool started = false;
  std::vector<std::thread> threads;
  for (auto const& worker : workers) {
    threads.emplace_back([&] {
      if (device >= 0) cudaSetDevice(device);
      {
        std::unique_lock<std::mutex> lock(mutex);
        start.wait(lock, [&] { return started; });
      }
      worker->run(resource);
    });
  }
  using Clock = std::chrono::steady_clock;
  auto begin = Clock::now();
  {
    std::lock_guard<std::mutex> const lock(mutex);
    begin = Clock::now();
    started = true;
  }
  start.notify_all();
  for (auto& thread : threads) thread.join();
  auto const end = Clock::now();
  for (auto const& worker : workers) {
    if (worker->failure) std::rethrow_exception(worker->failure);
  }
  return std::chrono::duration<double>(end - begin).count();
}

}  // namespace trtp::memory

#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace trtp::memory {

// The default stream has two names.
inline cudaStream_t name_of(cudaStream_t stream) {
  return stream == cudaStreamLegacy ? nullptr : stream;
}

// Work of streams that has to be over before memory may be used for something else. Not
// thread-safe. Without a GPU there is no such work, and nothing here calls CUDA.
class StreamFence {
 public:
  // Adds what is queued on the stream now. Where that cannot be noted, waits for it.
  void record(cudaStream_t stream);
  // Adds what another one has. Of one stream the later work is enough.
  void merge(StreamFence const& other);

  // Whether work on this stream need not wait, since nothing else than earlier work on it is in
  // the way.
  bool is_open_to(cudaStream_t stream) const noexcept;
  // Makes work that is queued on the stream from now on wait. The caller does not.
  void wait(cudaStream_t stream) const;
  // Waits until all of it is over.
  void synchronize() const noexcept;

 private:
  struct Mark {
    cudaStream_t stream;
    uint64_t order;  // of a stream's marks the later one has the larger number
    std::shared_ptr<CUevent_st> event;
  };
  void add(Mark const& mark);
  void forget_what_is_over();

  std::vector<Mark> marks_;  // one per stream
};

}  // namespace trtp::memory

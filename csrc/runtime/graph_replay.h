#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace trtp::runtime {

// What to do with a run: `plain` runs it as ever; `capture` records it; `replay` launches what was
// recorded.
enum class GraphStep { plain, capture, replay };

// Which runs are recorded, by key: all that a recording depends on. A key is worth a recording once
// it comes the second time: the first run is the warm-up, in which TensorRT does what may not be
// recorded. Few are kept, those that were used last. Knows nothing of CUDA.
class GraphKeys {
 public:
  using Key = std::vector<uintptr_t>;
  struct Decision {
    GraphStep step;
    size_t slot;  // of the recording; for `plain` meaningless
  };

  explicit GraphKeys(size_t capacity) : entries_(capacity) {}
  Decision next(Key const& key);
  void forget(size_t slot) { entries_[slot] = {}; }
  void clear() { entries_.assign(entries_.size(), {}); }

 private:
  struct Entry {
    Key key;
    bool recorded = false;
    uint64_t used = 0;  // 0: free
  };
  std::vector<Entry> entries_;
  uint64_t now_ = 0;
};

// Records work as CUDA graphs and launches them. Not thread-safe.
class GraphReplay {
 public:
  static constexpr size_t capacity = 8;

  GraphReplay() : keys_(capacity), graphs_(capacity) {}
  ~GraphReplay() { clear(); }
  GraphReplay(GraphReplay const&) = delete;
  GraphReplay& operator=(GraphReplay const&) = delete;

  // Does `work` on the stream, by a graph if it can. If it cannot be recorded it is done without
  // from now on: why_not() says what was in the way. Throws what `work` throws outside of a
  // recording, and Error if a graph cannot be launched.
  void run(GraphKeys::Key const& key, cudaStream_t stream,
           std::function<void(cudaStream_t)> const& work);
  // Once shapes change: a context's recordings are of the shapes that it has.
  void clear();

  size_t captures() const { return captures_; }
  size_t replays() const { return replays_; }
  std::string const& why_not() const { return why_not_; }  // "" while it can

 private:
  bool capture(size_t slot, std::function<void(cudaStream_t)> const& work);

  GraphKeys keys_;
  std::vector<cudaGraphExec_t> graphs_;  // by slot
  std::string why_not_;
  size_t captures_ = 0, replays_ = 0;
};

}  // namespace trtp::runtime

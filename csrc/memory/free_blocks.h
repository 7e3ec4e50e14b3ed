#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "stream_fence.h"

namespace trtp::memory {

// The parts of chunks of memory that nobody uses. Those side by side in a chunk are one. Not
// thread-safe; touches no memory itself. Sizes and addresses are multiples of a grain.
class FreeBlocks {
 public:
  using Address = uintptr_t;
  struct Block {
    size_t size = 0;
    StreamFence fence;  // what has to be over before it is used
  };
  using Blocks = std::map<Address, Block>;
  struct Taken {
    Address address;
    StreamFence fence;
  };

  void add_chunk(Address address, Block chunk);  // all of it is free
  // A part of a chunk that was taken. Whether all of the chunk is free now.
  bool put(Address address, Block block);
  // The smallest block that is large enough, of several the first that need not be waited for; what
  // it has more stays. Nothing if there is none.
  std::optional<Taken> take(size_t size, size_t alignment, cudaStream_t stream);
  // The chunks that are wholly free, which are then no longer known.
  Blocks take_idle_chunks();

 private:
  Blocks::iterator find(size_t size, size_t alignment, cudaStream_t stream);
  Block remove(Blocks::iterator block);

  std::map<Address, size_t> chunks_;
  Blocks blocks_;
  std::set<std::pair<size_t, Address>> by_size_;
};

}  // namespace trtp::memory

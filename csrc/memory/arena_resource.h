#pragma once

#include <mutex>
#include <unordered_map>
#include <utility>

#include "free_blocks.h"
#include "resource_adaptor.h"

namespace trtp::memory {

// Takes large chunks from its upstream and hands out parts of them, the smallest free block that is
// large enough, without asking CUDA for memory. What is freed joins its free neighbours. A chunk is
// kept until trim() or the end, or until the upstream has nothing left.
//
// For one device, which has to be current. Stream-ordered, whatever the upstream is: memory is for
// work on the stream it was allocated on, and freed in the order of the stream given there. The
// next owner gets it at once if its stream is the same; another stream waits for an event, the
// calling thread does not. A stream has to be idle when it is destroyed, and not captured when
// memory is allocated or freed on it.
class ArenaResource final : public ResourceAdaptor {
 public:
  // Chunks have `chunk_size` bytes, rounded up to natural_alignment, or what one allocation needs
  // if that is more. Throws Error for 0.
  ArenaResource(std::shared_ptr<DeviceMemoryResource> upstream, size_t chunk_size);
  // Gives everything back; memory still in use is warned of.
  ~ArenaResource() override;

  bool stream_ordered() const noexcept override { return true; }

  size_t reserved() const;  // bytes taken from the upstream
  size_t in_use() const;    // bytes handed out, each allocation rounded up to natural_alignment
  // Gives the chunks back of which nothing is in use, after waiting for work on them. Returns the
  // bytes. Throws Error if the upstream does.
  size_t trim();

 private:
  using Address = FreeBlocks::Address;

  void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) override;
  void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) override;

  // A chunk of at least this size, and its size. Throws OutOfMemory.
  std::pair<void*, size_t> new_chunk(size_t needed, cudaStream_t stream);

  size_t const chunk_size_;
  mutable std::mutex mutex_;
  FreeBlocks free_;
  std::unordered_map<Address, size_t> live_;
  size_t reserved_ = 0, in_use_ = 0;
};

}  // namespace trtp::memory

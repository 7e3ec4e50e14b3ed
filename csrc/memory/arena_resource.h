#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "arena_part.h"
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
//
// Small allocations, up to a 32nd of a chunk where chunks have 8 MiB or more, come from segments of
// an eighth of a chunk that belong to the stream: threads with streams of their own do not get in
// each other's way. A stream keeps one segment that nothing is in use of; before the upstream is
// asked for more, those that were not used for a second are taken back, for which the calling
// thread waits for the device.
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
  using Live = std::unordered_map<Address, size_t>;
  using Part = std::shared_ptr<ArenaPart>;
  struct Segment {
    size_t size;
    Part part;
  };
  struct Wish {
    size_t size;  // rounded up to natural_alignment
    size_t alignment;
    cudaStream_t stream;
  };

  void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) override;
  void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) override;

  // Of the chunks. Throws OutOfMemory.
  FreeBlocks::Taken take(Wish const& wish, bool counts);
  // A chunk of at least this size, and its size. Throws OutOfMemory.
  std::pair<void*, size_t> new_chunk(size_t needed, cudaStream_t stream);

  // Of segments. Nothing if there is none and no memory for another.
  std::optional<FreeBlocks::Taken> take_small(Wish const& wish);
  static std::optional<FreeBlocks::Taken> take_of(ArenaPart& part, Wish const& wish);
  // Of another stream's segments, after waiting for the device: when there is nothing else.
  std::optional<FreeBlocks::Taken> take_anywhere(Wish const& wish);
  void put_small(ArenaPart& part, Address address, size_t size, cudaStream_t stream);
  Part part_of(cudaStream_t stream);
  Part part_with(Address address) const;  // null: it is in no segment
  std::vector<Part> parts() const;
  void give_segments_back(FreeBlocks::Blocks segments);
  // Takes segments back that have not been used for so long. Whether there were any.
  bool reclaim(std::chrono::milliseconds age, bool even_if_device_fails = false);
  void expect_live(Live const& live, Address address, size_t rounded, size_t size) const;

  size_t const chunk_size_, segment_size_;  // 0: no segments
  mutable std::mutex mutex_;                // of the chunks
  FreeBlocks free_;
  Live live_;
  size_t reserved_ = 0;
  std::atomic<size_t> in_use_{0};
  mutable std::shared_mutex parts_mutex_;  // never held when another one is locked
  std::unordered_map<cudaStream_t, Part> parts_;
  std::map<Address, Segment> segments_;
};

}  // namespace trtp::memory

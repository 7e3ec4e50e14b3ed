#include "arena_resource.h"

#include <algorithm>
#include <exception>
#include <limits>

#include "alignment.h"
#include "device.h"
#include "warning.h"

namespace trtp::memory {

namespace {

using Lock = std::lock_guard<std::mutex>;

constexpr auto grain = DeviceMemoryResource::natural_alignment;

}  // namespace

ArenaResource::ArenaResource(std::shared_ptr<DeviceMemoryResource> upstream, size_t chunk_size)
    : ResourceAdaptor("arena", std::move(upstream)), chunk_size_(round_up(chunk_size, grain)) {
  if (chunk_size_ == 0) fail("arena: expected chunks of 1 byte or more, got ", chunk_size);
}

ArenaResource::~ArenaResource() {
  try {
    if (!live_.empty()) {
      warn(text(name(), ": ", live_.size(), " allocations of ", in_use_,
                " bytes together were never freed; their memory is given back"));
      // Somebody may still be at work on them.
      if (device_count() > 0 && cudaDeviceSynchronize() != cudaSuccess) cudaGetLastError();
      for (auto const& [address, size] : live_) free_.put(address, {size, {}});
    }
    trim();
  } catch (std::exception const& e) {
    warn(e.what());
  }
}

void* ArenaResource::do_allocate(size_t size, size_t alignment, cudaStream_t stream) {
  auto const rounded = round_up(size, grain);
  auto const padding = alignment > grain ? alignment - grain : 0;
  if (rounded < size || rounded > std::numeric_limits<size_t>::max() - padding) {
    throw OutOfMemory(text(name(), ": cannot allocate ", size, " bytes: there is no such size"));
  }
  auto const take = [&] {
    auto out = free_.take(rounded, alignment, stream);
    if (out) {
      live_.emplace(out->address, rounded);
      in_use_ += rounded;
    }
    return out;
  };
  std::optional<FreeBlocks::Taken> taken;
  {
    Lock const lock(mutex_);
    taken = take();
  }
  if (!taken) {
    auto const [begin, chunk] = new_chunk(rounded + padding, stream);
    StreamFence ready;
    if (upstream()->stream_ordered()) ready.record(stream);
    Lock const lock(mutex_);
    free_.add_chunk(number_of(begin), {chunk, std::move(ready)});
    reserved_ += chunk;
    taken = take();
  }
  auto* const address = pointer_of(taken->address);
  try {
    taken->fence.wait(stream);
  } catch (...) {
    taken->fence.synchronize();
    do_deallocate(address, size, alignment, stream);
    throw;
  }
  return address;
}

void ArenaResource::do_deallocate(void* pointer, size_t size, size_t, cudaStream_t stream) {
  auto const address = number_of(pointer);
  auto const rounded = round_up(size, grain);
  FreeBlocks::Block block{rounded, {}};
  block.fence.record(stream);
  Lock const lock(mutex_);
  auto const it = live_.find(address);
  if (it == live_.end()) fail(name(), ": ", pointer, " is not in use");
  if (it->second != rounded) {
    fail(name(), ": expected the size of the allocation at ", pointer, ", ", it->second - grain + 1,
         " to ", it->second, " bytes, got ", size);
  }
  live_.erase(it);
  in_use_ -= rounded;
  free_.put(address, std::move(block));
}

std::pair<void*, size_t> ArenaResource::new_chunk(size_t needed, cudaStream_t stream) {
  auto const allocate = [&](size_t size) {
    return std::pair(upstream()->allocate(size, grain, stream), size);
  };
  auto const usual = std::max(needed, chunk_size_);
  try {
    return allocate(usual);
  } catch (OutOfMemory const&) {
    if (trim() == 0 && usual == needed) throw;
  }
  // Chunks that were too small to be of use, or that nobody needs now, may have made room.
  try {
    return allocate(usual);
  } catch (OutOfMemory const&) {
    if (usual == needed) throw;
  }
  return allocate(needed);
}

size_t ArenaResource::trim() {
  size_t bytes = 0;
  FreeBlocks::Blocks idle;
  {
    Lock const lock(mutex_);
    idle = free_.take_idle_chunks();
    for (auto const& chunk : idle) bytes += chunk.second.size;
    reserved_ -= bytes;
  }
  std::exception_ptr first;
  for (auto const& [address, chunk] : idle) {
    chunk.fence.synchronize();
    try {
      upstream()->deallocate(pointer_of(address), chunk.size, grain);
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
  return bytes;
}

size_t ArenaResource::reserved() const {
  Lock const lock(mutex_);
  return reserved_;
}

size_t ArenaResource::in_use() const {
  Lock const lock(mutex_);
  return in_use_;
}

}  // namespace trtp::memory

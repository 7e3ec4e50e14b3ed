#include "arena_resource.h"

#include <algorithm>
#include <limits>

#include "alignment.h"
#include "device.h"
#include "warning.h"

namespace trtp::memory {

namespace {

using Lock = std::lock_guard<std::mutex>;

constexpr auto granularity = DeviceMemoryResource::natural_alignment;
// Of the blocks that are large enough, how many are looked at for one that need not be waited for.
constexpr int candidates = 16;

}  // namespace

ArenaResource::ArenaResource(std::shared_ptr<DeviceMemoryResource> upstream, size_t chunk_size)
    : ResourceAdaptor("arena", std::move(upstream)),
      chunk_size_(round_up(chunk_size, granularity)) {
  if (chunk_size_ == 0) fail("arena: expected chunks of 1 byte or more, got ", chunk_size);
}

ArenaResource::~ArenaResource() {
  try {
    if (!live_.empty()) {
      warn(text(name(), ": ", live_.size(), " allocations of ", in_use_,
                " bytes together were never freed; their memory is given back"));
      // Somebody may still be at work on them.
      if (device_count() > 0 && cudaDeviceSynchronize() != cudaSuccess) cudaGetLastError();
      for (auto const& [address, size] : live_) add_free(address, {size, {}});
      live_.clear();
    }
    trim();
  } catch (std::exception const& e) {
    warn(e.what());
  }
}

void* ArenaResource::do_allocate(size_t size, size_t alignment, cudaStream_t stream) {
  auto const rounded = round_up(size, granularity);
  auto const padding = alignment > granularity ? alignment - granularity : 0;
  if (rounded < size || rounded > std::numeric_limits<size_t>::max() - padding) {
    throw OutOfMemory(text(name(), ": cannot allocate ", size, " bytes: there is no such size"));
  }
  StreamFence fence;
  Address address = 0;
  {
    Lock const lock(mutex_);
    address = take(rounded, alignment, stream, fence);
  }
  if (!address) {
    auto const [begin, chunk] = new_chunk(rounded + padding, stream);
    StreamFence ready;
    if (upstream()->stream_ordered()) ready.record(stream);
    Lock const lock(mutex_);
    chunks_.emplace(number_of(begin), chunk);
    reserved_ += chunk;
    add_free(number_of(begin), {chunk, std::move(ready)});
    address = take(rounded, alignment, stream, fence);
  }
  try {
    fence.wait(stream);
  } catch (...) {
    Lock const lock(mutex_);
    live_.erase(address);
    in_use_ -= rounded;
    add_free(address, {rounded, std::move(fence)});
    throw;
  }
  return pointer_of(address);
}

void ArenaResource::do_deallocate(void* pointer, size_t size, size_t, cudaStream_t stream) {
  auto const address = number_of(pointer);
  auto const rounded = round_up(size, granularity);
  Block block{rounded, {}};
  block.fence.record(stream);
  Lock const lock(mutex_);
  auto const it = live_.find(address);
  if (it == live_.end()) fail(name(), ": ", pointer, " is not in use");
  if (it->second != rounded) {
    fail(name(), ": expected the size of the allocation at ", pointer, ", ",
         it->second - granularity + 1, " to ", it->second, " bytes, got ", size);
  }
  live_.erase(it);
  in_use_ -= rounded;
  add_free(address, std::move(block));
}

std::pair<void*, size_t> ArenaResource::new_chunk(size_t needed, cudaStream_t stream) {
  auto const allocate = [&](size_t size) {
    return std::pair(upstream()->allocate(size, granularity, stream), size);
  };
  auto const usual = std::max(needed, chunk_size_);
  try {
    return allocate(usual);
  } catch (OutOfMemory const&) {
    if (trim() == 0 && usual == needed) throw;
  }
  // Chunks that were too small to be of use, or that nobody needs now, may make room.
  try {
    return allocate(usual);
  } catch (OutOfMemory const&) {
    if (usual == needed) throw;
  }
  return allocate(needed);
}

size_t ArenaResource::trim() {
  Blocks idle;
  size_t bytes = 0;
  {
    Lock const lock(mutex_);
    for (auto chunk = chunks_.begin(); chunk != chunks_.end();) {
      auto const [address, size] = *chunk;
      auto const block = free_.find(address);
      if (block == free_.end() || block->second.size != size) {
        ++chunk;
        continue;
      }
      idle.emplace(address, remove_free(block));
      chunk = chunks_.erase(chunk);
      bytes += size;
    }
    reserved_ -= bytes;
  }
  give_back(idle);
  return bytes;
}

void ArenaResource::give_back(Blocks const& chunks) {
  std::exception_ptr first;
  for (auto const& [address, chunk] : chunks) {
    chunk.fence.synchronize();
    try {
      upstream()->deallocate(pointer_of(address), chunk.size, granularity);
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
}

size_t ArenaResource::reserved() const {
  Lock const lock(mutex_);
  return reserved_;
}

size_t ArenaResource::in_use() const {
  Lock const lock(mutex_);
  return in_use_;
}

ArenaResource::Blocks::iterator ArenaResource::find_free(size_t size, size_t alignment,
                                                         cudaStream_t stream) {
  auto found = free_.end();
  int looked_at = 0;
  for (auto it = free_by_size_.lower_bound({size, 0}); it != free_by_size_.end(); ++it) {
    auto const block = free_.find(it->second);
    auto const skipped = round_up(block->first, alignment) - block->first;
    if (skipped > block->second.size - size) continue;
    if (block->second.fence.is_open_to(stream)) return block;
    if (found == free_.end()) found = block;
    if (++looked_at == candidates) break;
  }
  return found;
}

ArenaResource::Address ArenaResource::take(size_t size, size_t alignment, cudaStream_t stream,
                                           StreamFence& fence) {
  auto const found = find_free(size, alignment, stream);
  if (found == free_.end()) return 0;
  auto const begin = found->first, address = round_up(begin, alignment);
  auto block = remove_free(found);
  live_.emplace(address, size);
  in_use_ += size;
  if (auto const before = address - begin; before) add_free(begin, {before, block.fence});
  if (auto const after = begin + block.size - address - size; after)
    add_free(address + size, {after, block.fence});
  fence = std::move(block.fence);
  return address;
}

void ArenaResource::add_free(Address address, Block block) {
  auto const join = [&](Blocks::iterator neighbour) {
    auto const other = remove_free(neighbour);
    block.size += other.size;
    block.fence.merge(other.fence);
  };
  // Chunks may lie side by side, and are given back one by one.
  if (auto const next = free_.find(address + block.size);
      next != free_.end() && chunks_.count(next->first) == 0)
    join(next);
  auto previous = free_.lower_bound(address);
  if (previous != free_.begin() && chunks_.count(address) == 0) {
    --previous;
    if (auto const begin = previous->first; begin + previous->second.size == address) {
      join(previous);
      address = begin;
    }
  }
  free_by_size_.emplace(block.size, address);
  free_.emplace(address, std::move(block));
}

ArenaResource::Block ArenaResource::remove_free(Blocks::iterator it) {
  free_by_size_.erase({it->second.size, it->first});
  auto block = std::move(it->second);
  free_.erase(it);
  return block;
}

}  // namespace trtp::memory

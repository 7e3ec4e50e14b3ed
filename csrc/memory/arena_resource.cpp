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
constexpr size_t segments_per_chunk = 8;
constexpr size_t smallest_segment = size_t{1} << 20;
constexpr size_t small_per_segment = 4;  // so that what is left over at its end is little
constexpr std::chrono::milliseconds unused{1000};

size_t segment_size(size_t chunk_size) {
  auto const size = chunk_size / segments_per_chunk / grain * grain;
  return size < smallest_segment ? 0 : size;
}

bool wait_for_device() {
  if (device_count() == 0 || cudaDeviceSynchronize() == cudaSuccess) return true;
  cudaGetLastError();
  return false;
}

}  // namespace

ArenaResource::ArenaResource(std::shared_ptr<DeviceMemoryResource> upstream, size_t chunk_size)
    : ResourceAdaptor("arena", std::move(upstream)),
      chunk_size_(round_up(chunk_size, grain)),
      segment_size_(segment_size(chunk_size_)) {
  if (chunk_size_ == 0) fail("arena: expected chunks of 1 byte or more, got ", chunk_size);
}

ArenaResource::~ArenaResource() {
  try {
    auto count = live_.size();
    for (auto const& part : parts()) count += part->live.size();
    if (count) {
      warn(text(name(), ": ", count, " allocations of ", in_use_.load(),
                " bytes together were never freed; their memory is given back"));
      wait_for_device();  // somebody may still be at work on them
      for (auto const& part : parts()) {
        for (auto const& [address, size] : part->live) part->free.put(address, {size, {}});
      }
      for (auto const& [address, size] : live_) free_.put(address, {size, {}});
    }
    reclaim({}, true);
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
  Wish const wish{rounded, alignment, stream};
  std::optional<FreeBlocks::Taken> taken;
  // The per-thread default stream is another one in each thread.
  bool const is_small = rounded + padding <= segment_size_ / small_per_segment;
  if (is_small && stream != cudaStreamPerThread) taken = take_small(wish);
  if (!taken) {
    try {
      taken = take(wish, true);
    } catch (OutOfMemory const&) {
      taken = take_anywhere(wish);
      if (!taken) throw;
    }
  }
  in_use_ += rounded;
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

void ArenaResource::expect_live(Live const& live, Address address, size_t rounded,
                                size_t size) const {
  auto const it = live.find(address);
  if (it == live.end()) fail(name(), ": ", pointer_of(address), " is not in use");
  if (it->second != rounded) {
    fail(name(), ": expected the size of the allocation at ", pointer_of(address), ", ",
         it->second - grain + 1, " to ", it->second, " bytes, got ", size);
  }
}

void ArenaResource::do_deallocate(void* pointer, size_t size, size_t, cudaStream_t stream) {
  auto const address = number_of(pointer);
  auto const rounded = round_up(size, grain);
  if (auto const part = part_with(address)) {
    put_small(*part, address, size, stream);
  } else {
    FreeBlocks::Block block{rounded, {}};
    block.fence.record(stream);
    Lock const lock(mutex_);
    expect_live(live_, address, rounded, size);
    live_.erase(address);
    free_.put(address, std::move(block));
  }
  in_use_ -= rounded;
}

// -- segments ------------------------------------------------------------------------------------

ArenaResource::Part ArenaResource::part_of(cudaStream_t stream) {
  auto const name = name_of(stream);
  {
    std::shared_lock<std::shared_mutex> const lock(parts_mutex_);
    auto const it = parts_.find(name);
    if (it != parts_.end()) return it->second;
  }
  std::lock_guard<std::shared_mutex> const lock(parts_mutex_);
  auto& part = parts_[name];
  if (!part) part = std::make_shared<ArenaPart>(name);
  return part;
}

ArenaResource::Part ArenaResource::part_with(Address address) const {
  if (segment_size_ == 0) return nullptr;
  std::shared_lock<std::shared_mutex> const lock(parts_mutex_);
  auto it = segments_.upper_bound(address);
  if (it == segments_.begin()) return nullptr;
  --it;
  return address - it->first < it->second.size ? it->second.part : nullptr;
}

std::vector<ArenaResource::Part> ArenaResource::parts() const {
  std::shared_lock<std::shared_mutex> const lock(parts_mutex_);
  std::vector<Part> out;
  for (auto const& entry : parts_) out.push_back(entry.second);
  return out;
}

std::optional<FreeBlocks::Taken> ArenaResource::take_of(ArenaPart& part, Wish const& wish) {
  auto out = part.free.take(wish.size, wish.alignment, wish.stream);
  if (out) part.live.emplace(out->address, wish.size);
  return out;
}

std::optional<FreeBlocks::Taken> ArenaResource::take_small(Wish const& wish) {
  auto const part = part_of(wish.stream);
  {
    Lock const lock(part->mutex);
    if (auto out = take_of(*part, wish)) return out;
  }
  std::optional<FreeBlocks::Taken> segment;
  try {
    segment = take({segment_size_, grain, wish.stream}, false);
  } catch (OutOfMemory const&) {  // there may be enough for what is wished for
    return std::nullopt;
  }
  {
    // Known before anything of it is handed out, which may be freed at once.
    std::lock_guard<std::shared_mutex> const lock(parts_mutex_);
    segments_[segment->address] = {segment_size_, part};
  }
  Lock const lock(part->mutex);
  part->free.add_chunk(segment->address, {segment_size_, std::move(segment->fence)});
  return take_of(*part, wish);
}

std::optional<FreeBlocks::Taken> ArenaResource::take_anywhere(Wish const& wish) {
  for (auto const& part : parts()) {
    Lock const lock(part->mutex);  // so that nothing is freed there after the wait
    if (!wait_for_device()) return std::nullopt;
    if (auto out = take_of(*part, wish)) return out;
  }
  return std::nullopt;
}

void ArenaResource::put_small(ArenaPart& part, Address address, size_t size, cudaStream_t stream) {
  FreeBlocks::Block block{round_up(size, grain), {}};
  bool const own = name_of(stream) == part.stream;
  if (!own) block.fence.record(stream);
  FreeBlocks::Blocks idle;
  {
    Lock const lock(part.mutex);
    expect_live(part.live, address, block.size, size);
    part.live.erase(address);
    if (!part.free.put(address, std::move(block))) return;
    part.idle_since = ArenaPart::Clock::now();
    // Only on its own stream can be noted what has to be over before others use a segment.
    if (!own) return;
    idle = part.free.take_idle_chunks();
    auto kept = idle.extract(idle.begin());
    part.free.add_chunk(kept.key(), std::move(kept.mapped()));
  }
  if (idle.empty()) return;
  for (auto& segment : idle) segment.second.fence.record(stream);
  give_segments_back(std::move(idle));
}

void ArenaResource::give_segments_back(FreeBlocks::Blocks segments) {
  {
    std::lock_guard<std::shared_mutex> const lock(parts_mutex_);
    for (auto const& segment : segments) segments_.erase(segment.first);
  }
  Lock const lock(mutex_);
  for (auto& [address, segment] : segments) free_.put(address, std::move(segment));
}

bool ArenaResource::reclaim(std::chrono::milliseconds age, bool even_if_device_fails) {
  std::vector<std::pair<Part, FreeBlocks::Blocks>> found;
  auto const now = ArenaPart::Clock::now();
  for (auto const& part : parts()) {
    Lock const lock(part->mutex);
    if (now - part->idle_since < age) continue;
    auto idle = part->free.take_idle_chunks();
    if (!idle.empty()) found.emplace_back(part, std::move(idle));
  }
  if (found.empty()) return false;
  if (!wait_for_device() && !even_if_device_fails) {
    for (auto& [part, segments] : found) {
      Lock const lock(part->mutex);
      for (auto& [address, segment] : segments) part->free.add_chunk(address, std::move(segment));
    }
    return false;
  }
  for (auto& [part, segments] : found) {
    for (auto& segment : segments) segment.second.fence = {};
    give_segments_back(std::move(segments));
  }
  return true;
}

// -- chunks --------------------------------------------------------------------------------------

FreeBlocks::Taken ArenaResource::take(Wish const& wish, bool counts) {
  auto const try_to = [&] {
    auto out = free_.take(wish.size, wish.alignment, wish.stream);
    if (out && counts) live_.emplace(out->address, wish.size);
    return out;
  };
  {
    Lock const lock(mutex_);
    if (auto out = try_to()) return *std::move(out);
  }
  if (reclaim(unused)) {
    Lock const lock(mutex_);
    if (auto out = try_to()) return *std::move(out);
  }
  auto const padding = wish.alignment > grain ? wish.alignment - grain : 0;
  auto const [begin, size] = new_chunk(wish.size + padding, wish.stream);
  StreamFence ready;
  if (upstream()->stream_ordered()) ready.record(wish.stream);
  Lock const lock(mutex_);
  free_.add_chunk(number_of(begin), {size, std::move(ready)});
  reserved_ += size;
  return *try_to();
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
  reclaim({});
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

size_t ArenaResource::in_use() const { return in_use_; }

}  // namespace trtp::memory

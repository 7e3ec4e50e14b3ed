#include "free_blocks.h"

#include "alignment.h"

namespace trtp::memory {

namespace {

// Of the blocks that are large enough, how many are looked at for one that need not be waited for.
constexpr int candidates = 16;

}  // namespace

void FreeBlocks::add_chunk(Address address, Block chunk) {
  chunks_.emplace(address, chunk.size);
  put(address, std::move(chunk));
}

bool FreeBlocks::put(Address address, Block block) {
  auto const join = [&](Blocks::iterator neighbour) {
    auto const other = remove(neighbour);
    block.size += other.size;
    block.fence.merge(other.fence);
  };
  // Chunks may lie side by side, and are given back one by one.
  if (auto const next = blocks_.find(address + block.size);
      next != blocks_.end() && chunks_.count(next->first) == 0) {
    join(next);
  }
  auto previous = blocks_.lower_bound(address);
  if (previous != blocks_.begin() && chunks_.count(address) == 0) {
    --previous;
    if (auto const begin = previous->first; begin + previous->second.size == address) {
      join(previous);
      address = begin;
    }
  }
  by_size_.emplace(block.size, address);
  auto const chunk = chunks_.find(address);
  bool const is_whole = chunk != chunks_.end() && chunk->second == block.size;
  blocks_.emplace(address, std::move(block));
  return is_whole;
}

std::optional<FreeBlocks::Taken> FreeBlocks::take(size_t size, size_t alignment,
                                                  cudaStream_t stream) {
  auto const found = find(size, alignment, stream);
  if (found == blocks_.end()) return std::nullopt;
  auto const begin = found->first, address = round_up(begin, alignment);
  auto block = remove(found);
  if (auto const before = address - begin; before) put(begin, {before, block.fence});
  if (auto const after = begin + block.size - address - size; after)
    put(address + size, {after, block.fence});
  return Taken{address, std::move(block.fence)};
}

FreeBlocks::Blocks FreeBlocks::take_idle_chunks() {
  Blocks out;
  for (auto chunk = chunks_.begin(); chunk != chunks_.end();) {
    auto const [address, size] = *chunk;
    auto const block = blocks_.find(address);
    if (block != blocks_.end() && block->second.size == size) {
      out.emplace(address, remove(block));
      chunk = chunks_.erase(chunk);
    } else {
      ++chunk;
    }
  }
  return out;
}

FreeBlocks::Blocks::iterator FreeBlocks::find(size_t size, size_t alignment, cudaStream_t stream) {
  auto found = blocks_.end();
  int looked_at = 0;
  for (auto it = by_size_.lower_bound({size, 0}); it != by_size_.end(); ++it) {
    auto const block = blocks_.find(it->second);
    auto const skipped = round_up(block->first, alignment) - block->first;
    if (skipped > block->second.size - size) continue;
    if (block->second.fence.is_open_to(stream)) return block;
    if (found == blocks_.end()) found = block;
    if (++looked_at == candidates) break;
  }
  return found;
}

FreeBlocks::Block FreeBlocks::remove(Blocks::iterator it) {
  by_size_.erase({it->second.size, it->first});
  auto block = std::move(it->second);
  blocks_.erase(it);
  return block;
}

}  // namespace trtp::memory

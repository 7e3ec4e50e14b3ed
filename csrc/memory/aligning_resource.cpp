#include "aligning_resource.h"

#include <limits>

#include "alignment.h"

namespace trtp::memory {

size_t AligningResource::padding(size_t alignment) const {
  return alignment > alignment_ ? alignment - alignment_ : 0;
}

void* AligningResource::do_allocate(size_t size, size_t alignment, cudaStream_t stream) {
  auto const more = padding(alignment);
  if (size > std::numeric_limits<size_t>::max() - more) {
    throw OutOfMemory(text(name(), ": cannot allocate ", size, " bytes: there is no such size"));
  }
  auto* const begin = allocate_plain(size + more, stream);
  if (!more) return begin;
  auto* const aligned = pointer_of(round_up(number_of(begin), alignment));
  try {
    std::lock_guard<std::mutex> const lock(mutex_);
    begin_of_.emplace(aligned, begin);
  } catch (...) {
    deallocate_plain(begin, size + more, stream);
    throw;
  }
  return aligned;
}

void AligningResource::do_deallocate(void* address, size_t size, size_t alignment,
                                     cudaStream_t stream) {
  auto const more = padding(alignment);
  if (more) {
    std::lock_guard<std::mutex> const lock(mutex_);
    auto const it = begin_of_.find(address);
    if (it == begin_of_.end()) {
      fail(name(), ": ", address, " was not allocated here with an alignment of ", alignment);
    }
    address = it->second;
    begin_of_.erase(it);
  }
  deallocate_plain(address, size + more, stream);
}

}  // namespace trtp::memory

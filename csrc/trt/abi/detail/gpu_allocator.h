// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstdint>

namespace nvinfer1 {

enum class AllocatorFlag : int32_t {
  kRESIZABLE = 0,
};
using AllocatorFlags = uint32_t;

class IGpuAllocator {
 public:
  virtual void* allocate(uint64_t size, uint64_t alignment, AllocatorFlags flags) noexcept = 0;
  virtual void free(void* memory) noexcept = 0;
  virtual ~IGpuAllocator() = default;
  virtual void* reallocate(void*, uint64_t, uint64_t) noexcept { return nullptr; }
  virtual bool deallocate(void* memory) noexcept {
    this->free(memory);
    return true;
  }
};
static_assert(sizeof(IGpuAllocator) == 8);

}  // namespace nvinfer1

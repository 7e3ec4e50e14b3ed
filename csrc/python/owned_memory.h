#pragma once

#include <cuda_runtime_api.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <memory>

#include "memory/device_memory_resource.h"

namespace trtp::python {

// An allocation that is freed when Python lets go of its owner, without a function of Python's
// being called.
class OwnedMemory {
 public:
  // Without the interpreter's lock, as the destructor: whoever has a lock of the resource may want
  // it.
  OwnedMemory(std::shared_ptr<memory::DeviceMemoryResource> resource, size_t size, size_t alignment,
              cudaStream_t stream);
  ~OwnedMemory();  // frees what has no owner yet
  OwnedMemory(OwnedMemory const&) = delete;
  OwnedMemory& operator=(OwnedMemory const&) = delete;

  void* address() const;
  // (address, owner); (0, None) for size 0.
  pybind11::tuple to_python() &&;

 private:
  struct Allocation;
  static void free_with_owner(PyObject* capsule);

  std::unique_ptr<Allocation> allocation_;
};

}  // namespace trtp::python

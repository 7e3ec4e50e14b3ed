#include "owned_memory.h"

#include <exception>
#include <utility>

#include "callback.h"
#include "memory/warning.h"

namespace trtp::python {

namespace py = pybind11;

struct OwnedMemory::Allocation {
  std::shared_ptr<memory::DeviceMemoryResource> resource;
  void* address;
  size_t size, alignment;
  cudaStream_t stream;

  void free() const { resource->deallocate(address, size, alignment, stream); }
};

OwnedMemory::OwnedMemory(std::shared_ptr<memory::DeviceMemoryResource> resource, size_t size,
                         size_t alignment, cudaStream_t stream)
    : allocation_(new Allocation{std::move(resource), nullptr, size, alignment, stream}) {
  allocation_->address = allocation_->resource->allocate(size, alignment, stream);
}

OwnedMemory::~OwnedMemory() {
  if (!allocation_ || !allocation_->address) return;
  try {
    allocation_->free();
  } catch (std::exception const& error) {
    memory::warn(error.what());
  }
}

void* OwnedMemory::address() const { return allocation_->address; }

void OwnedMemory::free_with_owner(PyObject* capsule) {
  std::unique_ptr<Allocation> allocation{
      static_cast<Allocation*>(PyCapsule_GetPointer(capsule, nullptr))};
  if (is_finalizing()) {  // it goes with the process
    allocation.release();
    return;
  }
  py::error_scope const scope;
  try {
    py::gil_scoped_release const release;  // what holds a lock of the resource may want it
    allocation->free();
  } catch (std::exception const& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
    PyErr_WriteUnraisable(nullptr);
  }
}

py::tuple OwnedMemory::to_python() && {
  auto const address = reinterpret_cast<uintptr_t>(allocation_->address);
  if (address == 0) return py::make_tuple(address, py::none());
  auto owner = py::reinterpret_steal<py::object>(
      PyCapsule_New(allocation_.get(), nullptr, &OwnedMemory::free_with_owner));
  if (!owner) throw py::error_already_set();
  allocation_.release();
  return py::make_tuple(address, std::move(owner));
}

}  // namespace trtp::python

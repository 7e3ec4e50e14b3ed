// Where device memory comes from.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "memory/async_pool_resource.h"
#include "memory/cuda_resource.h"
#include "register.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using memory::DeviceMemoryResource;

constexpr auto natural_alignment = DeviceMemoryResource::natural_alignment;

}  // namespace

void register_memory(py::module_& m) {
  py::register_exception<memory::OutOfMemory>(m, "OutOfMemory", m.attr("Error"));

  using Release = py::call_guard<py::gil_scoped_release>;  // CUDA may wait for the device
  py::class_<DeviceMemoryResource, std::shared_ptr<DeviceMemoryResource>>(
      m, "MemoryResource",
      "Where device memory comes from. Thread-safe. Sizes and alignments in bytes.")
      .def_property_readonly("name", &DeviceMemoryResource::name)
      .def(
          "allocate",
          [](DeviceMemoryResource& r, size_t size, size_t alignment, uintptr_t stream) {
            return reinterpret_cast<uintptr_t>(
                r.allocate(size, alignment, reinterpret_cast<cudaStream_t>(stream)));
          },
          py::arg("size"), py::arg("alignment") = natural_alignment, py::arg("stream") = 0,
          Release(),
          "The address; 0 for size 0. Raises OutOfMemory, or Error where CUDA cannot be used.")
      .def(
          "deallocate",
          [](DeviceMemoryResource& r, uintptr_t address, size_t size, size_t alignment,
             uintptr_t stream) {
            r.deallocate(reinterpret_cast<void*>(address), size, alignment,
                         reinterpret_cast<cudaStream_t>(stream));
          },
          py::arg("address"), py::arg("size"), py::arg("alignment") = natural_alignment,
          py::arg("stream") = 0, Release(),
          "With the size and alignment of the allocation. Raises Error for an address unknown to "
          "CUDA.")
      .def("__repr__", [](DeviceMemoryResource const& r) {
        return text("<device memory resource ", r.name(), ">");
      });

  m.def(
      "cuda_memory",
      []() -> std::shared_ptr<DeviceMemoryResource> {
        return std::make_shared<memory::CudaResource>();
      },
      "cudaMalloc and cudaFree; streams are ignored.");
  m.def(
      "async_pool",
      [](std::optional<uint64_t> release_threshold) -> std::shared_ptr<DeviceMemoryResource> {
        return std::make_shared<memory::AsyncPoolResource>(release_threshold);
      },
      py::arg("release_threshold") = py::none(),
      "A pool of its own on the current device, whose memory belongs to the stream it is allocated "
      "on. Of what is not\n"
      "in use it keeps `release_threshold` bytes, by default everything. Raises Error where there "
      "is no GPU.");
}

}  // namespace trtp::python

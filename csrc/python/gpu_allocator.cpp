// TensorRT's view of a memory resource, for NVIDIA's Python bindings and for tests.

#include "runtime/gpu_allocator.h"

#include <pybind11/pybind11.h>

#include "register.h"

namespace trtp::python {

namespace py = pybind11;

void register_gpu_allocator(py::module_& m) {
  using memory::DeviceMemoryResource;
  using runtime::GpuAllocator;
  using Release = py::call_guard<py::gil_scoped_release>;

  py::class_<GpuAllocator, std::shared_ptr<GpuAllocator>>(
      m, "GpuAllocator",
      "A resource as TensorRT's builders, runtimes and contexts see it. Nothing is raised: "
      "failures "
      "go to the log.")
      .def(py::init<std::shared_ptr<DeviceMemoryResource>, std::string>(), py::arg("resource"),
           py::arg("user") = "TensorRT")
      .def(
          "allocate",
          [](GpuAllocator& a, uint64_t size, uint64_t alignment, uint32_t flags) {
            return reinterpret_cast<uintptr_t>(a.allocate(size, alignment, flags));
          },
          py::arg("size"), py::arg("alignment") = 0, py::arg("flags") = 0, Release(),
          "The address; 0 on failure and for size 0.")
      .def(
          "reallocate",
          [](GpuAllocator& a, uintptr_t address, uint64_t alignment, uint64_t size) {
            return reinterpret_cast<uintptr_t>(
                a.reallocate(reinterpret_cast<void*>(address), alignment, size));
          },
          py::arg("address"), py::arg("alignment"), py::arg("size"), Release(),
          "Where the contents are now; 0 on failure, and they are where they were.")
      .def(
          "deallocate",
          [](GpuAllocator& a, uintptr_t address) {
            return a.deallocate(reinterpret_cast<void*>(address));
          },
          py::arg("address"), Release(), "False for an address that it has not handed out.");
}

}  // namespace trtp::python

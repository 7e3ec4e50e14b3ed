// Contexts. Whatever may write to TensorRT's log runs without the interpreter's lock: the lines may
// come from other threads, and a Python function that takes them needs the lock.

#include "runtime/context.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "convert.h"
#include "memory/cuda_error.h"
#include "owned_memory.h"
#include "register.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using runtime::Context;
using Release = py::call_guard<py::gil_scoped_release>;

class PinnedMemory {
 public:
  explicit PinnedMemory(size_t size) : size_(size) {
    memory::check(cudaMallocHost(&address_, size), "cannot allocate ", size,
                  " bytes of pinned host memory");
  }
  ~PinnedMemory() { cudaFreeHost(address_); }
  PinnedMemory(PinnedMemory const&) = delete;
  PinnedMemory& operator=(PinnedMemory const&) = delete;
  uintptr_t address() const { return reinterpret_cast<uintptr_t>(address_); }
  size_t size() const { return size_; }

 private:
  void* address_ = nullptr;
  size_t size_;
};

py::tuple shape_of(Context& context, std::string const& name) {
  auto const shape = [&] {
    py::gil_scoped_release const release;
    return context.shape(name);
  }();
  return to_python(shape);
}

// The addresses of tensors, from Python's list. Made once per inference, hence without conversions
// by way of std::vector.
class Addresses {
 public:
  explicit Addresses(py::list const& from) : count_(from.size()) {
    if (count_ > few_.size()) many_.resize(count_);
    for (size_t i = 0; i < count_; ++i) {
      auto* const number = PyList_GET_ITEM(from.ptr(), static_cast<Py_ssize_t>(i));
      data()[i] = PyLong_AsUnsignedLongLong(number);
      if (data()[i] == static_cast<uintptr_t>(-1) && PyErr_Occurred())
        throw py::error_already_set();
    }
  }
  uintptr_t* data() { return count_ > few_.size() ? many_.data() : few_.data(); }
  size_t size() const { return count_; }

 private:
  size_t count_;
  std::array<uintptr_t, 32> few_;
  std::vector<uintptr_t> many_;
};

void run(Context& context, py::list const& list, uintptr_t stream) {
  Addresses addresses(list);
  py::gil_scoped_release const release;
  context.run(addresses.data(), addresses.size(), reinterpret_cast<cudaStream_t>(stream));
}

py::tuple run_to_new(Context& context, py::list const& list, size_t slot, size_t size,
                     std::shared_ptr<memory::DeviceMemoryResource> const& resource,
                     uintptr_t stream_handle) {
  Addresses addresses(list);
  if (slot >= addresses.size()) fail("expected a slot below ", addresses.size(), ", got ", slot);
  auto* const stream = reinterpret_cast<cudaStream_t>(stream_handle);
  std::optional<OwnedMemory> output;
  {
    py::gil_scoped_release const release;
    output.emplace(resource, size, Context::address_alignment, stream);
    addresses.data()[slot] = reinterpret_cast<uintptr_t>(output->address());
    try {
      context.run(addresses.data(), addresses.size(), stream);
    } catch (...) {
      output.reset();
      throw;
    }
  }
  return std::move(*output).to_python();
}

py::object graph_counts(Context const& context) {
  auto const* const graph = context.graph();
  if (!graph) return py::none();
  return py::make_tuple(graph->captures(), graph->replays(), graph->why_not());
}

}  // namespace

void register_context(py::module_& m) {
  py::class_<Context> context(m, "Context",
                              "Runs an engine, for one thread at a time. Usable after an Error.");
  context.attr("ADDRESS_ALIGNMENT") = Context::address_alignment;
  context.def_property_readonly("profile", &Context::profile)
      .def(
          "set_profile",
          [](Context& c, int index, uintptr_t stream) {
            c.set_profile(index, reinterpret_cast<cudaStream_t>(stream));
          },
          py::arg("index"), py::arg("stream") = 0, Release(),
          "Asynchronous. Shapes have to be set anew.")
      .def(
          "set_shape",
          [](Context& c, std::string const& name, Extents const& s) {
            c.set_shape(name, shape_from(s));
          },
          py::arg("name"), py::arg("shape"), Release(), "Of an input.")
      .def("shape", &shape_of, py::arg("name"),
           "Once the shapes of all inputs are set. Raises Error naming what is missing.")
      .def(
          "set_address",
          [](Context& c, std::string const& name, uintptr_t address) {
            c.set_address(name, reinterpret_cast<void*>(address));
          },
          py::arg("name"), py::arg("address"), Release(),
          "Aligned to ADDRESS_ALIGNMENT bytes. 0 is allowed for a tensor that is empty by the "
          "shapes set before.")
      .def(
          "enqueue",
          [](Context& c, uintptr_t stream) { c.enqueue(reinterpret_cast<cudaStream_t>(stream)); },
          py::arg("stream") = 0, Release(), "Asynchronous. Raises Error with TensorRT's lines.")
      .def(
          "set_staging",
          [](Context& c, std::string const& name, uintptr_t host, size_t size) {
            c.set_staging(name, reinterpret_cast<void*>(host), size);
          },
          py::arg("name"), py::arg("host"), py::arg("size"),
          "Pinned memory that run() copies an input from, or an output to; 0: none.")
      .def("run", &run, py::arg("addresses"), py::arg("stream"),
           "Sets the addresses that have changed, a list in the order of the engine's tensors "
           "where 0 is one that is set\n"
           "already, and enqueues: the copies that were staged and the engine. Asynchronous.")
      .def("run_to_new", &run_to_new, py::arg("addresses"), py::arg("slot"), py::arg("size"),
           py::arg("resource"), py::arg("stream"),
           "The same with new memory for one of the tensors: its address, and an object with "
           "which it is freed.")
      .def_property_readonly("graph_counts", &graph_counts,
                             "(captures, replays, why it cannot be captured or ''); None without "
                             "graphs.");

  using runtime::SharedActivations;
  py::class_<SharedActivations, std::shared_ptr<SharedActivations>>(
      m, "SharedActivations", "Scratch memory of contexts that never run at once. Thread-safe.")
      .def(py::init<std::shared_ptr<memory::DeviceMemoryResource>>(),
           py::arg("resource") = py::none(), Release())
      .def("reserve", &SharedActivations::reserve, py::arg("size"), Release())
      .def_property_readonly("size", &SharedActivations::size, "In bytes.");

  auto cuda = m.attr("cuda").cast<py::module_>();
  py::class_<PinnedMemory>(cuda, "PinnedMemory", py::buffer_protocol(),
                           "Host memory that the GPU copies from and to by itself.")
      .def(py::init<size_t>(), py::arg("size"), Release())
      .def_property_readonly("address", &PinnedMemory::address)
      .def_buffer([](PinnedMemory& p) {
        return py::buffer_info(reinterpret_cast<uint8_t*>(p.address()),
                               static_cast<py::ssize_t>(p.size()));
      });
}

}  // namespace trtp::python

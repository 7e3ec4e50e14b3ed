// Contexts. Whatever may write to TensorRT's log runs without the interpreter's lock: the lines may
// come from other threads, and a Python function that takes them needs the lock.

#include "runtime/context.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>

#include "convert.h"
#include "memory/cuda_error.h"
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

// Called once per inference, hence without conversions by way of std::vector.
void run(Context& context, py::list const& addresses, uintptr_t stream) {
  constexpr size_t few = 32;
  auto const count = addresses.size();
  std::array<uintptr_t, few> buffer;
  std::vector<uintptr_t> many(count > few ? count : 0);
  auto* const values = count > few ? many.data() : buffer.data();
  for (size_t i = 0; i < count; ++i) {
    values[i] =
        PyLong_AsUnsignedLongLong(PyList_GET_ITEM(addresses.ptr(), static_cast<Py_ssize_t>(i)));
    if (values[i] == static_cast<uintptr_t>(-1) && PyErr_Occurred()) throw py::error_already_set();
  }
  py::gil_scoped_release const release;
  context.run(values, count, reinterpret_cast<cudaStream_t>(stream));
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

// Where device memory comes from. Addresses and streams are integers.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <utility>

#include "callback.h"
#include "memory/arena_resource.h"
#include "memory/async_pool_resource.h"
#include "memory/callback_resource.h"
#include "memory/churn.h"
#include "memory/cuda_resource.h"
#include "memory/failing_resource.h"
#include "memory/limit_resource.h"
#include "memory/logging_resource.h"
#include "memory/tracking_resource.h"
#include "memory/warning.h"
#include "owned_memory.h"
#include "register.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using memory::ArenaResource;
using memory::CallbackResource;
using memory::DeviceMemoryResource;
using memory::FailingResource;
using memory::Figures;
using memory::LimitResource;
using memory::LoggingResource;
using memory::TrackingResource;

using Resource = std::shared_ptr<DeviceMemoryResource>;
using Release = py::call_guard<py::gil_scoped_release>;  // CUDA may wait for the device

constexpr auto natural_alignment = DeviceMemoryResource::natural_alignment;

cudaStream_t stream_of(uintptr_t handle) { return reinterpret_cast<cudaStream_t>(handle); }

// Whether the application says that there is no memory, in its framework's own way.
bool is_out_of_memory(py::error_already_set const& e) {
  if (e.matches(PyExc_MemoryError)) return true;
  auto const name = py::cast<std::string>(e.type().attr("__name__"));
  return name == "OutOfMemory" || name == "OutOfMemoryError";
}

// Calls f with the interpreter's lock; what it raises becomes an exception of this library, which
// can be thrown through code that knows nothing of Python.
template <class F>
auto call(std::string const& name, char const* function, F const& f) {
  Interpreter const interpreter;
  if (!interpreter.ok) fail(name, ": ", function, " cannot be called, Python is shutting down");
  try {
    return f();
  } catch (py::error_already_set& e) {
    auto message = text(name, ": ", function, " raised ", e.what());  // and says where
    message.erase(message.find_last_not_of('\n') + 1);
    if (is_out_of_memory(e)) throw memory::OutOfMemory(message);
    throw Error(message);
  }
}

void* address_from(py::object const& address) {
  if (address.is_none()) return nullptr;
  auto const index = py::reinterpret_steal<py::object>(PyNumber_Index(address.ptr()));
  if (!index) throw py::error_already_set();
  auto* const out = PyLong_AsVoidPtr(index.ptr());
  if (PyErr_Occurred()) throw py::error_already_set();
  return out;
}

using Allocate = void*(size_t size, cudaStream_t stream);
using Deallocate = void(void* address, size_t size, cudaStream_t stream);

// A Python function, or the address of one of C.
std::function<Allocate> allocate_from(py::object function, std::string const& name) {
  if (PyLong_Check(function.ptr())) return reinterpret_cast<Allocate*>(address_from(function));
  return [name, f = hold(std::move(function))](size_t size, cudaStream_t stream) {
    return call(name, "allocate",
                [&] { return address_from((*f)(size, reinterpret_cast<uintptr_t>(stream))); });
  };
}

std::function<Deallocate> deallocate_from(py::object function, std::string const& name) {
  if (PyLong_Check(function.ptr())) return reinterpret_cast<Deallocate*>(address_from(function));
  return [name, f = hold(std::move(function))](void* address, size_t size, cudaStream_t stream) {
    call(name, "deallocate", [&] {
      (*f)(reinterpret_cast<uintptr_t>(address), size, reinterpret_cast<uintptr_t>(stream));
    });
  };
}

Resource callback(py::object allocate, py::object deallocate, std::string const& name,
                  size_t alignment, bool stream_ordered) {
  return std::make_shared<CallbackResource>(
      name, CallbackResource::Callbacks{allocate_from(std::move(allocate), name),
                                        deallocate_from(std::move(deallocate), name), alignment,
                                        stream_ordered});
}

// A function that takes a line of text; what it raises is reported where it cannot be raised.
std::function<void(std::string const&)> line_sink(py::object function, char const* what) {
  return [f = hold(std::move(function)), what](std::string const& line) {
    Interpreter const interpreter;
    if (!interpreter.ok) fail("Python is shutting down");
    try {
      (*f)(line);
    } catch (py::error_already_set& e) {
      e.discard_as_unraisable(what);
    }
  };
}

Resource logging(Resource const& upstream, py::object const& to) {
  auto sink = PyCallable_Check(to.ptr()) ? line_sink(to, "trtplugins: a function that takes lines")
                                         : LoggingResource::file(py::cast<std::string>(to));
  return std::make_shared<LoggingResource>(upstream, std::move(sink));
}

Resource failing(Resource const& upstream, std::optional<uint64_t> at, std::optional<size_t> above,
                 double probability, uint64_t seed) {
  return std::make_shared<FailingResource>(upstream,
                                           memory::Failures{at, above, probability, seed});
}

// `with tracking.tag("backbone"):`
struct Tag {
  std::shared_ptr<TrackingResource> tracking;
  std::string name;
};

double churn(DeviceMemoryResource& resource, int pairs, int threads, uint64_t seed, size_t smallest,
             size_t largest, int live) {
  return memory::churn(resource, {threads, pairs, smallest, largest, live, seed});
}

py::tuple allocate_owned(Resource const& resource, size_t size, size_t alignment,
                         uintptr_t stream) {
  std::optional<OwnedMemory> memory;
  {
    py::gil_scoped_release const release;
    memory.emplace(resource, size, alignment, stream_of(stream));
  }
  return std::move(*memory).to_python();
}

void register_base(py::module_& m) {
  py::class_<DeviceMemoryResource, Resource>(
      m, "MemoryResource",
      "Where device memory comes from. Thread-safe. Sizes and alignments in bytes.")
      .def_property_readonly("name", &DeviceMemoryResource::name,
                             "With the upstream's: 'limit(async_pool)'.")
      .def_property_readonly("stream_ordered", &DeviceMemoryResource::stream_ordered,
                             "Whether memory is at once only for work on the stream it was "
                             "allocated on.")
      .def(
          "allocate",
          [](DeviceMemoryResource& r, size_t size, size_t alignment, uintptr_t stream) {
            return reinterpret_cast<uintptr_t>(r.allocate(size, alignment, stream_of(stream)));
          },
          py::arg("size"), py::arg("alignment") = natural_alignment, py::arg("stream") = 0,
          Release(),
          "The address; 0 for size 0. Raises OutOfMemory, or Error where CUDA cannot be used.")
      .def(
          "deallocate",
          [](DeviceMemoryResource& r, uintptr_t address, size_t size, size_t alignment,
             uintptr_t stream) {
            r.deallocate(reinterpret_cast<void*>(address), size, alignment, stream_of(stream));
          },
          py::arg("address"), py::arg("size"), py::arg("alignment") = natural_alignment,
          py::arg("stream") = 0, Release(),
          "With the size and alignment of the allocation. Raises Error for an address that is "
          "known "
          "to be wrong.")
      .def("allocate_owned", &allocate_owned, py::arg("size"), py::arg("alignment"),
           py::arg("stream"),
           "The address, and an object with which the memory is freed; None for size 0. Raises as "
           "allocate does.")
      .def("__repr__", [](DeviceMemoryResource const& r) {
        return text("<device memory resource ", r.name(), ">");
      });
}

void register_sources(py::module_& m) {
  m.def(
      "cuda_memory", []() -> Resource { return std::make_shared<memory::CudaResource>(); },
      "cudaMalloc and cudaFree; streams are ignored.");
  m.def(
      "async_pool",
      [](std::optional<uint64_t> release_threshold) -> Resource {
        return std::make_shared<memory::AsyncPoolResource>(release_threshold);
      },
      py::arg("release_threshold") = py::none(),
      "A pool of its own on the current device, whose memory belongs to the stream it is allocated "
      "on. Of what is not\n"
      "in use it keeps `release_threshold` bytes, by default everything. Raises Error where there "
      "is no GPU.");
  m.def("callback_memory", &callback, py::arg("allocate"), py::arg("deallocate"), py::kw_only(),
        py::arg("name") = "callback", py::arg("alignment") = natural_alignment,
        py::arg("stream_ordered") = true,
        "allocate(size, stream) returns an address, deallocate(address, size, stream) takes it "
        "back; or the addresses of such functions of C.");
}

void register_adaptors(py::module_& m) {
  py::class_<ArenaResource, DeviceMemoryResource, std::shared_ptr<ArenaResource>>(
      m, "ArenaResource", "Hands out parts of large chunks of its upstream's memory.")
      .def(py::init<Resource, size_t>(), py::arg("upstream"), py::arg("chunk_size"))
      .def_property_readonly("reserved", &ArenaResource::reserved, "Bytes taken from the upstream.")
      .def_property_readonly("in_use", &ArenaResource::in_use, "Bytes handed out.")
      .def("trim", &ArenaResource::trim, Release(),
           "Gives chunks back of which nothing is in use; the bytes.");

  py::class_<LimitResource, DeviceMemoryResource, std::shared_ptr<LimitResource>>(
      m, "LimitResource", "Refuses what would make more than `limit` bytes in use.")
      .def(py::init<Resource, size_t>(), py::arg("upstream"), py::arg("limit"))
      .def_property_readonly("limit", &LimitResource::limit)
      .def_property_readonly("in_use", &LimitResource::in_use, "Bytes.");

  py::class_<Figures>(m, "MemoryFigures", "What a TrackingResource has counted. Sizes in bytes.")
      .def_readonly("current", &Figures::current, "In use.")
      .def_readonly("peak", &Figures::peak, "The most that was in use at once.")
      .def_readonly("total", &Figures::total, "Handed out so far.")
      .def_readonly("live", &Figures::live, "Allocations in use.")
      .def_readonly("allocations", &Figures::allocations, "So far.")
      .def_readonly("failures", &Figures::failures, "Allocations that the upstream refused.")
      .def("__repr__", [](Figures const& f) {
        return text("<MemoryFigures current=", f.current, " peak=", f.peak, " total=", f.total,
                    " live=", f.live, " allocations=", f.allocations, " failures=", f.failures,
                    ">");
      });

  py::class_<Tag>(m, "MemoryTag", "Context manager: what this thread allocates has the tag.")
      .def("__enter__", [](Tag const& t) { t.tracking->push_tag(t.name); })
      .def("__exit__", [](Tag const& t, py::args const&) { t.tracking->pop_tag(); });

  py::class_<TrackingResource, DeviceMemoryResource, std::shared_ptr<TrackingResource>>(
      m, "TrackingResource", "Counts what goes through it, and refuses to free anything else.")
      .def(py::init<Resource>(), py::arg("upstream"))
      .def_property_readonly("figures", &TrackingResource::figures)
      .def_property_readonly("tags", &TrackingResource::tags,
                             "Figures by tag; '' for what has none.")
      .def("reset_peak", &TrackingResource::reset_peak, "To what is in use now.")
      .def(
          "tag",
          [](std::shared_ptr<TrackingResource> const& t, std::string name) {
            return Tag{t, std::move(name)};
          },
          py::arg("name"), "Context manager: what this thread allocates has the tag.");

  m.def("logging_memory", &logging, py::arg("upstream"), py::arg("to"),
        "Each call as a line of comma-separated values, to a file by its path or to a function.");
  m.attr("MEMORY_LOG_HEADER") = LoggingResource::header;
  m.def("failing_memory", &failing, py::arg("upstream"), py::kw_only(), py::arg("at") = py::none(),
        py::arg("above") = py::none(), py::arg("probability") = 0.0, py::arg("seed") = 0,
        "For tests: refuses the call of this number, more bytes than this, or by chance.");
}

}  // namespace

void register_memory(py::module_& m) {
  py::register_exception<memory::OutOfMemory>(m, "OutOfMemory", m.attr("Error"));
  register_base(m);
  register_sources(m);
  register_adaptors(m);
  m.def(
      "set_memory_warning",
      [](py::object const& function) {
        memory::set_warning_sink(
            function.is_none() ? memory::WarningSink()
                               : line_sink(function, "trtplugins: a function that takes warnings"));
      },
      py::arg("function"), "Who is told of leaks; None: standard error.");
  m.def("memory_churn", &churn, py::arg("resource"), py::kw_only(), py::arg("pairs") = 10'000,
        py::arg("threads") = 4, py::arg("seed") = 0, py::arg("smallest") = 256,
        py::arg("largest") = size_t{4} << 20, py::arg("live") = 32, Release(),
        "A benchmark: seconds for so many random allocations and deallocations, from threads of "
        "C++ with a stream each.");
}

}  // namespace trtp::python

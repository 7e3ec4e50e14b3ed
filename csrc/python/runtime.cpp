// Engines. Whatever may write to TensorRT's log runs without the interpreter's
// lock: the lines may come from other threads, and a Python function that takes them needs the
// lock.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <utility>

#include "buffer.h"
#include "convert.h"
#include "every_operator.h"
#include "register.h"
#include "runtime/context.h"
#include "runtime/engine.h"
#include "runtime/load_engine.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using memory::DeviceMemoryResource;
using runtime::Context;
using runtime::Engine;
using runtime::TensorInfo;

using Release = py::call_guard<py::gil_scoped_release>;
using Resource = std::shared_ptr<DeviceMemoryResource>;

std::shared_ptr<Engine> load(py::object const& plan, Resource const& resource,
                             py::object const& log, bool host_code_allowed) {
  auto sink = sink_from(log);
  std::vector<runtime::HostOperator> known;
  for (auto const* op : every_operator()) known.push_back({op->name, op->alias, op->schema});
  if (py::isinstance<runtime::PlanFile>(plan)) {  // checked when it was opened
    auto const file = plan.cast<std::shared_ptr<runtime::PlanFile>>();
    py::gil_scoped_release const release;
    return runtime::load_engine(file->parts(), resource, std::move(sink), known, host_code_allowed);
  }
  Bytes const bytes(plan);
  py::gil_scoped_release const release;
  auto const parts = runtime::unpack_plan({static_cast<char const*>(bytes.data()), bytes.size()});
  return runtime::load_engine(parts, resource, std::move(sink), known, host_code_allowed);
}

py::bytes plan_of(Engine const& engine) {
  auto const plan = [&] {
    py::gil_scoped_release const release;
    return engine.serialize();
  }();
  return to_python(*plan);
}

py::list profiles_of(TensorInfo const& tensor) {
  py::list out;
  for (auto const& r : tensor.profiles)
    out.append(py::make_tuple(to_python(r[0]), to_python(r[1]), to_python(r[2])));
  return out;
}

void register_engine(py::module_& m) {
  py::class_<TensorInfo>(m, "TensorInfo", "An input or output of an engine.")
      .def_readonly("name", &TensorInfo::name)
      .def_readonly("dtype", &TensorInfo::dtype, "As numpy calls it.")
      .def_property_readonly(
          "shape", [](TensorInfo const& t) { return to_python(t.shape); }, "-1: dynamic.")
      .def_readonly("is_input", &TensorInfo::is_input)
      .def_readonly("format", &TensorInfo::format, "TensorRT's description of the layout.")
      .def_readonly("layout", &TensorInfo::layout, "Its name, for example 'hwc8'.")
      .def_property_readonly(
          "location", [](TensorInfo const& t) { return t.on_host ? "host" : "device"; },
          "'device', or 'host' for a tensor whose values are extents of others.")
      .def_property_readonly("profiles", &profiles_of,
                             "(min, opt, max) per optimisation profile; [] for an output.")
      .def("__repr__", [](TensorInfo const& t) {
        return text("<", t.is_input ? "input" : "output", " '", t.name, "' ", t.dtype, " ",
                    to_string(t.shape), ">");
      });

  py::class_<Engine, std::shared_ptr<Engine>>(m, "Engine", "A deserialized plan. Thread-safe.")
      .def(py::init(&load), py::arg("plan"), py::arg("resource") = py::none(),
           py::arg("log") = py::none(), py::arg("host_code_allowed") = false)
      .def_property_readonly("tensors", [](Engine const& e) { return e.tensors(); })
      .def_property_readonly("profile_count", &Engine::profile_count)
      .def_property_readonly("device_memory_size", &Engine::device_memory_size,
                             "Bytes that each context takes.")
      .def_property_readonly("name", &Engine::name)
      .def_property_readonly("is_refittable", &Engine::is_refittable)
      .def("plan", &plan_of, "Serializes it again.")
      .def(
          "create_context",
          [](std::shared_ptr<Engine> const& e,
             std::shared_ptr<runtime::SharedActivations> const& memory,
             bool graph) { return std::make_unique<Context>(e, memory, graph); },
          py::arg("memory") = py::none(), py::arg("graph") = false, Release(),
          "A context, which keeps the engine alive.");
}

}  // namespace

void register_runtime(py::module_& m) { register_engine(m); }

}  // namespace trtp::python

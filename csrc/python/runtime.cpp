// Building, engines, contexts. Whatever may write to TensorRT's log runs without the interpreter's
// lock: the lines may come from other threads, and a Python function that takes them needs the
// lock.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <set>
#include <utility>

#include "buffer.h"
#include "register.h"
#include "runtime/builder.h"
#include "runtime/context.h"
#include "runtime/engine.h"
#include "runtime/load_engine.h"
#include "runtime/network_source.h"
#include "trt/api.h"
#include "trt/creators.h"
#include "trt/library.h"
#include "trtplugins/trtplugins.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using memory::DeviceMemoryResource;
using runtime::Context;
using runtime::Engine;
using runtime::TensorInfo;

using Extents = std::vector<int64_t>;
using Range = std::tuple<Extents, Extents, Extents>;
using Release = py::call_guard<py::gil_scoped_release>;
using Resource = std::shared_ptr<DeviceMemoryResource>;

Shape shape_from(Extents const& extents) {
  Shape out;
  for (auto d : extents) out.push_back(d);
  return out;
}

py::tuple to_python(Shape const& shape) {
  py::tuple out(static_cast<size_t>(shape.rank()));
  for (int i = 0; i < shape.rank(); ++i) out[static_cast<size_t>(i)] = shape[i];
  return out;
}

py::bytes to_python(nvinfer1::IHostMemory const& memory) {
  return {static_cast<char const*>(memory.data()), memory.size()};
}

// The function is let go of with the lock held, and what it raises is reported where it cannot be
// raised.
runtime::Sink sink_from(py::object const& log) {
  if (log.is_none()) return {};
  auto const held = std::shared_ptr<py::object>(new py::object(log), [](py::object* object) {
    py::gil_scoped_acquire const acquire;
    delete object;
  });
  return [held](runtime::Severity severity, std::string const& message) {
    py::gil_scoped_acquire const acquire;
    try {
      auto const text = py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
          message.data(), static_cast<py::ssize_t>(message.size()), "replace"));
      (*held)(runtime::name_of(severity), text);
    } catch (py::error_already_set& e) {
      e.discard_as_unraisable("trtplugins: a log function");
    }
  };
}

// Registers this library's operators anew, in the namespaces where they are.
void register_last() {
  auto const ours = trt::file_of(reinterpret_cast<void const*>(&initTrtPlugins));
  std::set<std::string> namespaces;
  for (auto const& c : trt::creators()) {
    if (c.library == ours) namespaces.insert(c.namespace_name);
  }
  auto const* const api = trtplugins_api();
  api->deregister_operators("");
  for (auto const& ns : namespaces) api->register_operators(ns);
}

py::bytes build(std::optional<py::bytes> const& model, std::optional<std::string> const& path,
                std::string const& format, bool fp16, bool tf32, std::optional<size_t> workspace,
                std::optional<uint32_t> tactic_sources, std::optional<int> optimization_level,
                bool refittable, std::vector<std::map<std::string, Range>> const& profiles,
                std::map<std::string, Extents> const& inputs,
                std::vector<std::string> const& outputs, Resource const& resource,
                py::object const& log) {
  if (model.has_value() == path.has_value())
    fail("build: expected either a model or a path, got ", model ? "both" : "neither");
  runtime::Model source;
  if (path) source.path = *path;
  if (model) {
    std::string_view const bytes = *model;
    source.data = bytes.data();
    source.size = bytes.size();
  }
  runtime::BuildOptions options;
  options.format = format;
  options.fp16 = fp16;
  options.tf32 = tf32;
  options.workspace = workspace;
  options.tactic_sources = tactic_sources;
  options.optimization_level = optimization_level;
  options.refittable = refittable;
  for (auto const& profile : profiles) {
    auto& out = options.profiles.emplace_back();
    for (auto const& [name, range] : profile) {
      auto const& [low, opt, high] = range;
      out[name] = {shape_from(low), shape_from(opt), shape_from(high)};
    }
  }
  for (auto const& [name, shape] : inputs) options.bindings.inputs[name] = shape_from(shape);
  options.bindings.outputs = outputs;
  options.resource = resource;
  options.log = sink_from(log);
  auto const plan = [&] {
    py::gil_scoped_release const release;
    return runtime::build(source, options);
  }();
  return to_python(*plan);
}

std::shared_ptr<Engine> load(py::object const& plan, Resource const& resource,
                             py::object const& log) {
  auto sink = sink_from(log);
  std::vector<runtime::HostOperator> known;
  for (auto const* op : trtplugins_api()->operators())
    known.push_back({op->name, op->alias, op->schema});
  if (py::isinstance<runtime::PlanFile>(plan)) {  // checked when it was opened
    auto const file = plan.cast<std::shared_ptr<runtime::PlanFile>>();
    py::gil_scoped_release const release;
    return runtime::load_engine(file->parts(), resource, std::move(sink), known);
  }
  Bytes const bytes(plan);
  py::gil_scoped_release const release;
  auto const parts = runtime::unpack_plan({static_cast<char const*>(bytes.data()), bytes.size()});
  return runtime::load_engine(parts, resource, std::move(sink), known);
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

py::tuple shape_of(Context& context, std::string const& name) {
  auto const shape = [&] {
    py::gil_scoped_release const release;
    return context.shape(name);
  }();
  return to_python(shape);
}

void register_engine(py::module_& m) {
  py::class_<TensorInfo>(m, "TensorInfo", "An input or output of an engine.")
      .def_readonly("name", &TensorInfo::name)
      .def_readonly("dtype", &TensorInfo::dtype, "As numpy calls it.")
      .def_property_readonly(
          "shape", [](TensorInfo const& t) { return to_python(t.shape); }, "-1: dynamic.")
      .def_readonly("is_input", &TensorInfo::is_input)
      .def_readonly("format", &TensorInfo::format, "TensorRT's description of the layout.")
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
           py::arg("log") = py::none())
      .def_property_readonly("tensors", [](Engine const& e) { return e.tensors(); })
      .def_property_readonly("profile_count", &Engine::profile_count)
      .def_property_readonly("device_memory_size", &Engine::device_memory_size,
                             "Bytes that each context takes.")
      .def_property_readonly("name", &Engine::name)
      .def_property_readonly("is_refittable", &Engine::is_refittable)
      .def("plan", &plan_of, "Serializes it again.")
      .def(
          "create_context",
          [](std::shared_ptr<Engine> const& e) { return std::make_unique<Context>(e); }, Release(),
          "A context, which keeps the engine alive.");
}

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
          py::arg("stream") = 0, Release(), "Asynchronous. Raises Error with TensorRT's lines.");
}

}  // namespace

void register_runtime(py::module_& m) {
  runtime::before_uff_parse = &register_last;
  m.def("build", &build, py::arg("model"), py::arg("path"), py::arg("format"), py::kw_only(),
        py::arg("fp16") = false, py::arg("tf32") = true, py::arg("workspace") = py::none(),
        py::arg("tactic_sources") = py::none(), py::arg("optimization_level") = py::none(),
        py::arg("refittable") = false,
        py::arg("profiles") = std::vector<std::map<std::string, Range>>{},
        py::arg("inputs") = std::map<std::string, Extents>{},
        py::arg("outputs") = std::vector<std::string>{}, py::arg("resource") = py::none(),
        py::arg("log") = py::none(),
        "The plan of a model, given as bytes or as a path; format 'onnx' or 'uff'. Workspace in "
        "bytes, tactic sources a\n"
        "set of TensorRT's bits. Profiles: {input: (min, opt, max)} each. Inputs (full shapes) and "
        "outputs are for UFF.\n"
        "log(severity, message) receives TensorRT's lines. Raises Error with those that say what "
        "is wrong.");
  m.def("onnx_parser_supports", &runtime::onnx_parser_supports, py::arg("op_type"), Release(),
        "Whether TensorRT's ONNX parser imports the operator itself, and so never asks for a "
        "plugin of that name.\n"
        "Needs no GPU; registers NVIDIA's plugins as a side effect.");
  register_engine(m);
  register_context(m);
}

}  // namespace trtp::python

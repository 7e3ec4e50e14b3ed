// TensorRT's plugin registry: what is registered, by whom, and plugins as it creates them.

#include <dlfcn.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>

#include "plugin_fields.h"
#include "register.h"
#include "runtime/plugin.h"
#include "runtime/plugin_lookup.h"
#include "trt/api.h"
#include "trt/convert.h"
#include "trt/creators.h"
#include "trt/library.h"
#include "trtplugins/trtplugins.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using runtime::Plugin;

// Extents, dtype, format, scale: what TensorRT tells a plugin of a tensor.
struct TensorDesc {
  std::vector<int32_t> shape;
  std::string dtype;
  int format;
  float scale;
};

nvinfer1::DataType dtype_from(std::string const& name) {
  auto const type = type_named(name);
  if (type == Type::none) fail("unknown dtype '", name, "'");
  return trt::to_tensorrt(type);
}

nvinfer1::PluginTensorDesc desc_from(TensorDesc const& d) {
  nvinfer1::PluginTensorDesc out{};
  if (d.shape.size() > nvinfer1::Dims::MAX_DIMS)
    fail("a shape has at most 8 extents, got ", d.shape.size());
  out.dims.nbDims = static_cast<int32_t>(d.shape.size());
  for (size_t i = 0; i < d.shape.size(); ++i) out.dims.d[i] = d.shape[i];
  out.type = dtype_from(d.dtype);
  out.format = static_cast<nvinfer1::TensorFormat>(d.format);
  out.scale = d.scale;
  return out;
}

std::vector<nvinfer1::PluginTensorDesc> descs_from(std::vector<TensorDesc> const& descs) {
  std::vector<nvinfer1::PluginTensorDesc> out;
  for (auto const& d : descs) out.push_back(desc_from(d));
  return out;
}

using RawField = std::tuple<std::string, int, std::optional<py::bytes>, int>;

Plugin create(std::string const& name, std::string const& version, std::string const& ns,
              std::vector<RawField> const& fields) {
  return Plugin::create(name, version, ns, fields_from(fields));
}

py::dict tensorrt() {
  auto const& lib = trt::library();
  py::dict out;
  out["version"] = trt::version_text(lib.version());
  out["path"] = lib.path();
  return out;
}

py::list creators() {
  py::list out;
  for (auto const& c : trt::creators()) {
    out.append(py::make_tuple(c.name, c.version, c.namespace_name, c.library));
  }
  return out;
}

// f(), while nobody looks plugins up. Who does may be waiting for Python, to log.
template <class F>
auto alone(F const& f) {
  py::gil_scoped_release const release;
  std::unique_lock<std::shared_mutex> const lock(runtime::plugin_lookup());
  return f();
}

trt::Registration register_operators(std::string const& ns) {
  return alone([&] { return trtplugins_api()->register_operators(ns); });
}

py::dict as_dict(trt::Registration const& r) {
  py::dict out;
  out["registered"] = r.registered;
  out["problems"] = r.problems;
  return out;
}

}  // namespace

void register_registry(py::module_& m) {
  m.def("tensorrt", &tensorrt,
        "Version and path of the TensorRT in use. Raises Error where there is none.");
  m.def(
      "load", [](std::string const& ns) { return as_dict(register_operators(ns)); },
      py::arg("namespace") = "",
      "Registers every operator; idempotent. Raises Error if TensorRT cannot be used.");
  m.def(
      "unload",
      [](std::string const& ns) { alone([&] { trtplugins_api()->deregister_operators(ns); }); },
      py::arg("namespace") = "", "Takes out of TensorRT's registry what load() put there.");
  m.def("creators", &creators,
        "(name, version, namespace, library) of every creator in TensorRT's registry.");
  m.def(
      "library_path", [] { return trt::file_of(reinterpret_cast<void const*>(&initTrtPlugins)); },
      "The file of libtrtplugins.so.");
  m.def("copies_of_tensorrt", &trt::copies_in_process, "Every libnvinfer in this process.");
  m.def(
      "problems",
      []() -> std::vector<std::string> {
        try {
          return register_operators("").problems;
        } catch (Error const& e) {
          return {e.what()};
        }
      },
      "What keeps operators from being used, in words; empty if nothing does.");

  py::class_<TensorDesc>(m, "TensorDesc", "What TensorRT tells a plugin of a tensor.")
      .def(py::init<std::vector<int32_t>, std::string, int, float>(), py::arg("shape"),
           py::arg("dtype") = "float32", py::arg("format") = 0, py::arg("scale") = 1.F);

  py::class_<Plugin>(m, "Plugin",
                     "A plugin of TensorRT's registry, called as an engine would call it.")
      .def_static("create", &create, py::arg("name"), py::arg("version") = "1",
                  py::arg("namespace") = "", py::arg("fields") = std::vector<RawField>{})
      .def_static(
          "deserialize",
          [](std::string const& name, py::bytes const& data, std::string const& version,
             std::string const& ns) { return Plugin::deserialize(name, version, ns, data); },
          py::arg("name"), py::arg("data"), py::arg("version") = "1", py::arg("namespace") = "")
      .def_property_readonly("type", &Plugin::type)
      .def_property_readonly("version", &Plugin::version)
      .def_property("namespace", &Plugin::namespace_name, &Plugin::set_namespace)
      .def_property_readonly("output_count", &Plugin::output_count)
      .def("serialize", [](Plugin const& p) { return py::bytes(p.serialize()); })
      .def("clone", &Plugin::clone)
      .def(
          "output_type",
          [](Plugin const& p, int index, std::vector<std::string> const& inputs) {
            std::vector<nvinfer1::DataType> types;
            for (auto const& name : inputs) types.push_back(dtype_from(name));
            return std::string(name_of(trt::from(p.output_type(index, types))));
          },
          py::arg("index"), py::arg("inputs"))
      .def("output_shape", &Plugin::output_shape, py::arg("index"), py::arg("inputs"))
      .def(
          "supports",
          [](Plugin& p, int pos, std::vector<TensorDesc> const& io, int inputs, int outputs) {
            return p.supports(pos, descs_from(io), inputs, outputs);
          },
          py::arg("pos"), py::arg("io"), py::arg("inputs"), py::arg("outputs"))
      .def(
          "configure",
          [](Plugin& p, std::vector<TensorDesc> const& in, std::vector<TensorDesc> const& out) {
            p.configure(descs_from(in), descs_from(out));
          },
          py::arg("inputs"), py::arg("outputs"))
      .def(
          "workspace",
          [](Plugin const& p, std::vector<TensorDesc> const& in,
             std::vector<TensorDesc> const& out) {
            return p.workspace(descs_from(in), descs_from(out));
          },
          py::arg("inputs"), py::arg("outputs"))
      .def(
          "enqueue",
          [](Plugin& p, std::vector<TensorDesc> const& in, std::vector<TensorDesc> const& out,
             std::vector<uintptr_t> const& a, std::vector<uintptr_t> const& b, uintptr_t workspace,
             uintptr_t stream, int repeat) {
            return p.enqueue(descs_from(in), descs_from(out), a, b, workspace, stream, repeat);
          },
          py::arg("inputs"), py::arg("outputs"), py::arg("in_addresses"), py::arg("out_addresses"),
          py::arg("workspace") = 0, py::arg("stream") = 0, py::arg("repeat") = 1,
          "Calls it `repeat` times; the host's time per call in seconds.");
}

}  // namespace trtp::python

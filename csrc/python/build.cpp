// Building engines. Whatever may write to TensorRT's log runs without the interpreter's lock: the
// lines may come from other threads, and a Python function that takes them needs the lock.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "convert.h"
#include "register.h"
#include "runtime/background.h"
#include "runtime/builder.h"
#include "runtime/enum_names.h"
#include "runtime/network_source.h"
#include "trt/api.h"
#include "trt/creators.h"
#include "trt/library.h"
#include "trtplugins/trtplugins.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using runtime::BuildOptions;
using runtime::Calibration;
using runtime::Cancellation;
using Names = std::vector<std::string>;
using PyRange = std::tuple<Extents, Extents, Extents>;
using PyProfile = std::map<std::string, PyRange>;

runtime::Profile profile_from(PyProfile const& profile) {
  runtime::Profile out;
  for (auto const& [name, range] : profile) {
    auto const& [low, opt, high] = range;
    out[name] = {shape_from(low), shape_from(opt), shape_from(high)};
  }
  return out;
}

template <class T>
std::map<std::string, T> by_name(std::map<std::string, std::string> const& values,
                                 T (*read)(std::string const&), char const* option) {
  std::map<std::string, T> out;
  for (auto const& [name, value] : values)
    out[name] = within(text(option, " of '", name, "'"), [&, &v = value] { return read(v); });
  return out;
}

// A Python function that gives the addresses of the next batch, or None.
class PythonData final : public runtime::CalibrationData {
 public:
  explicit PythonData(py::object const& next)
      : next_(new py::object(next), &delete_locked<py::object>) {}

  std::vector<void*> next(std::vector<runtime::CalibrationInput> const& inputs) override {
    Interpreter const interpreter;
    if (!interpreter.ok) fail("calibrator: Python is shutting down");
    py::list wanted;
    for (auto const& input : inputs)
      wanted.append(py::make_tuple(input.name, input.dtype, to_python(input.shape)));
    auto const result = (*next_)(wanted);
    std::vector<void*> out;
    if (result.is_none()) return out;
    for (auto const address : result.cast<std::vector<uintptr_t>>())
      out.push_back(reinterpret_cast<void*>(address));
    return out;
  }

 private:
  std::shared_ptr<py::object> next_;
};

void set_calibration(BuildOptions& options, std::string const& algorithm, py::object const& data,
                     std::string const& table, std::string const& cache, std::string const& key,
                     double quantile, double regression_cutoff) {
  Calibration out;
  out.algorithm =
      within("calibrator", [&] { return runtime::calibration_algorithm_of(algorithm); });
  if (!data.is_none()) out.data = std::make_shared<PythonData>(data);
  out.table = table;
  out.cache = cache;
  out.key = key;
  out.quantile = quantile;
  out.regression_cutoff = regression_cutoff;
  options.calibration = std::move(out);
}

void set_io(BuildOptions& options, std::string const& name, std::optional<std::string> const& type,
            std::optional<std::string> const& format) {
  within(text("io of '", name, "'"), [&] {
    runtime::TensorIo io;
    if (type) io.type = runtime::data_type_of(*type);
    if (format) io.format = runtime::format_of(*format);
    options.io[name] = io;
  });
}

runtime::PrecisionConstraints constraints_of(std::string const& name) {
  using runtime::PrecisionConstraints;
  if (name == "none") return PrecisionConstraints::none;
  if (name == "prefer") return PrecisionConstraints::prefer;
  if (name == "obey") return PrecisionConstraints::obey;
  fail("precision_constraints: expected one of 'none', 'prefer', 'obey', got '", name, "'");
}

// A model that owns what it refers to, for work that may outlive its caller.
struct OwnedModel {
  runtime::Model model;
  std::shared_ptr<std::string> bytes;
};

OwnedModel model_from(std::optional<py::bytes> const& data, std::optional<std::string> const& path,
                      char const* what) {
  if (data.has_value() == path.has_value()) {
    fail(what, ": expected either a model or a path, got ", data ? "both" : "neither");
  }
  OwnedModel out;
  if (path) out.model.path = *path;
  if (data) {
    out.bytes = std::make_shared<std::string>(std::string_view(*data));
    out.model.data = out.bytes->data();
    out.model.size = out.bytes->size();
  }
  return out;
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
                BuildOptions const& options, std::optional<py::bytes> const& weights,
                std::optional<std::string> const& weights_path,
                std::shared_ptr<Cancellation> const& cancellation) {
  auto const source = model_from(model, path, "build");
  std::optional<OwnedModel> learned;
  if (weights || weights_path) learned = model_from(weights, weights_path, "weights");
  auto wanted = options;
  if (learned) wanted.weights = learned->model;
  return build_interruptibly(
      std::move(wanted), cancellation,
      [source, learned](BuildOptions const& o) { return runtime::build(source.model, o); });
}

}  // namespace

void check_signals() {
  py::gil_scoped_acquire const acquire;
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

py::bytes build_interruptibly(BuildOptions options, std::shared_ptr<Cancellation> cancellation,
                              PlanMaker make) {
  if (!cancellation) cancellation = std::make_shared<Cancellation>();
  auto const log = options.log;
  options.cancellation = cancellation;
  options.log = runtime::until_cancelled(log, cancellation);
  auto const plan = std::make_shared<std::unique_ptr<nvinfer1::IHostMemory>>();
  {
    py::gil_scoped_release const release;
    runtime::run_in_background(
        [plan, options = std::move(options), make = std::move(make)] { *plan = make(options); },
        &check_signals, cancellation, log);
  }
  return to_python(**plan);
}

void register_build(py::module_& m) {
  runtime::before_uff_parse = &register_last;
  py::register_exception<runtime::Cancelled>(m, "Cancelled", m.attr("Error"));

  py::class_<Cancellation, std::shared_ptr<Cancellation>>(m, "Cancellation",
                                                          "Asks builds to stop, for good.")
      .def(py::init<>())
      .def("cancel", &Cancellation::cancel)
      .def_property_readonly("requested", &Cancellation::requested);

  py::class_<BuildOptions> options(m, "BuildOptions", "How to build; see trtplugins.build.");
  options.def(py::init<>())
      .def_readwrite("format", &BuildOptions::format)
      .def_readwrite("fp16", &BuildOptions::fp16)
      .def_readwrite("int8", &BuildOptions::int8)
      .def_readwrite("tf32", &BuildOptions::tf32)
      .def_readwrite("sparse_weights", &BuildOptions::sparse_weights)
      .def_readwrite("direct_io", &BuildOptions::direct_io)
      .def_readwrite("workspace", &BuildOptions::workspace)
      .def_readwrite("tactic_sources", &BuildOptions::tactic_sources)
      .def_readwrite("optimization_level", &BuildOptions::optimization_level)
      .def_readwrite("max_aux_streams", &BuildOptions::max_aux_streams)
      .def_readwrite("timing_cache", &BuildOptions::timing_cache)
      .def_readwrite("refittable", &BuildOptions::refittable)
      .def_readwrite("version_compatible", &BuildOptions::version_compatible)
      .def_readwrite("exclude_lean_runtime", &BuildOptions::exclude_lean_runtime)
      .def_readwrite("plugins_to_serialize", &BuildOptions::plugins_to_serialize)
      .def_readwrite("resource", &BuildOptions::resource)
      .def("set_precision_constraints",
           [](BuildOptions& o, std::string const& name) {
             o.precision_constraints = constraints_of(name);
           })
      .def("set_layer_precisions",
           [](BuildOptions& o, std::map<std::string, std::string> const& types) {
             o.layer_precisions = by_name(types, &runtime::data_type_of, "layer_precisions");
           })
      .def("set_layer_output_types",
           [](BuildOptions& o, std::map<std::string, std::string> const& types) {
             o.layer_output_types = by_name(types, &runtime::data_type_of, "layer_output_types");
           })
      .def("set_dynamic_range", [](BuildOptions& o, std::string const& name, float low,
                                   float high) { o.dynamic_ranges[name] = {low, high}; })
      .def("set_calibration", &set_calibration, py::arg("algorithm"), py::arg("data"),
           py::kw_only(), py::arg("table") = "", py::arg("cache") = "", py::arg("key") = "",
           py::arg("quantile") = Calibration{}.quantile,
           py::arg("regression_cutoff") = Calibration{}.regression_cutoff,
           "data(inputs) gives the device addresses of the next batch, or None; inputs are "
           "(name, dtype, shape) each.")
      .def("set_calibration_profile",
           [](BuildOptions& o, PyProfile const& profile) {
             o.calibration_profile = profile_from(profile);
           })
      .def("set_profiles",
           [](BuildOptions& o, std::vector<PyProfile> const& profiles) {
             o.profiles.clear();
             for (auto const& profile : profiles) o.profiles.push_back(profile_from(profile));
           })
      .def("set_io", &set_io, py::arg("name"), py::arg("type"), py::arg("format"))
      .def("set_memory_pool",
           [](BuildOptions& o, std::string const& pool, size_t size) {
             within("memory_pools", [&] { o.memory_pools[runtime::memory_pool_of(pool)] = size; });
           })
      .def("set_tactic_sources",
           [](BuildOptions& o, Names const& names) {
             uint32_t bits = 0;
             for (auto const& name : names) {
               bits |= 1U << static_cast<uint32_t>(within(
                           "tactic_sources", [&] { return runtime::tactic_source_of(name); }));
             }
             o.tactic_sources = bits;
           })
      .def("set_hardware_compatibility",
           [](BuildOptions& o, std::string const& name) {
             o.hardware_compatibility = within("hardware_compatibility", [&] {
               return runtime::hardware_compatibility_of(name);
             });
           })
      .def("set_profiling_verbosity",
           [](BuildOptions& o, std::string const& name) {
             o.profiling_verbosity = within("profiling_verbosity",
                                            [&] { return runtime::profiling_verbosity_of(name); });
           })
      .def("set_dla", [](BuildOptions& o, int core,
                         bool gpu_fallback) { o.dla = runtime::Dla{core, gpu_fallback}; })
      .def("set_layer_devices",
           [](BuildOptions& o, std::map<std::string, std::string> const& devices) {
             o.layer_devices = by_name(devices, &runtime::device_type_of, "layer_devices");
           })
      .def("set_bindings",
           [](BuildOptions& o, std::map<std::string, Extents> const& inputs, Names const& outputs) {
             for (auto const& [name, shape] : inputs) o.bindings.inputs[name] = shape_from(shape);
             o.bindings.outputs = outputs;
           })
      .def("set_log", [](BuildOptions& o, py::object const& log) { o.log = sink_from(log); })
      .def(
          "check",
          [](BuildOptions const& o, std::optional<int> version) {
            runtime::check(o);
            if (version) runtime::check_version(o, *version);
          },
          py::arg("version") = py::none(),
          "Raises Error for what contradicts itself, or what this version of TensorRT (8600) "
          "lacks. Needs no GPU.");

  m.def("build", &build, py::arg("model"), py::arg("path"), py::arg("options"), py::kw_only(),
        py::arg("weights") = py::none(), py::arg("weights_path") = py::none(),
        py::arg("cancellation") = py::none(),
        "The plan of a model, given as bytes or as a path; Caffe's weights likewise. Raises Error "
        "with TensorRT's lines\n"
        "that say what is wrong, Cancelled, KeyboardInterrupt, and what the calibration data "
        "raise.");
  m.def(
      "wait_for_builds",
      [] {
        py::gil_scoped_release const release;
        runtime::wait_for_background(&check_signals);
      },
      "Waits for a build that was cancelled, and so left to itself.");
  m.def("is_building_in_background", &runtime::is_at_work_in_background,
        "Whether such a build goes on.");
  m.def(
      "leave_builds",
      [](double seconds) {
        py::gil_scoped_release const release;
        runtime::leave_background(std::chrono::milliseconds(static_cast<int64_t>(seconds * 1e3)));
      },
      py::arg("seconds"),
      "To be called when the process is about to end: waits for such a build, at most so long, and "
      "sees to it that the\n"
      "process can end without it.");
  m.def("onnx_parser_supports", &runtime::onnx_parser_supports, py::arg("op_type"),
        py::call_guard<py::gil_scoped_release>(),
        "Whether TensorRT's ONNX parser imports the operator itself, and so never asks for a "
        "plugin of that name.\n"
        "Needs no GPU; registers NVIDIA's plugins as a side effect.");
}

}  // namespace trtp::python

// Parts of building that need neither TensorRT nor a GPU, each by itself.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>

#include "convert.h"
#include "register.h"
#include "runtime/background.h"
#include "runtime/calibrator.h"
#include "runtime/enum_names.h"
#include "runtime/io_formats.h"
#include "runtime/keyed_file.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using runtime::Calibrator;
using runtime::KeyedFile;

KeyedFile::Warn warn_from(py::function const& warn) {
  return [warn](std::string const& message) { warn(message); };
}

void store(KeyedFile const& file, std::string const& key, py::function const& merge,
           py::function const& warn) {
  auto const merged = [&](std::optional<std::string> const& present) {
    py::gil_scoped_acquire const acquire;
    return merge(present ? py::object(py::bytes(*present)) : py::none()).cast<std::string>();
  };
  auto const warned = [&](std::string const& message) {
    py::gil_scoped_acquire const acquire;
    warn(message);
  };
  py::gil_scoped_release const release;  // it may wait for another process
  file.store(key, merged, warned);
}

std::unique_ptr<Calibrator> make_calibrator(
    runtime::BuildOptions const& options,
    std::vector<std::tuple<std::string, std::string, Extents>> const& inputs,
    std::string const& network, int version) {
  std::vector<runtime::CalibrationInput> wanted;
  for (auto const& [name, dtype, shape] : inputs)
    wanted.push_back({name, dtype, shape_from(shape)});
  return std::make_unique<Calibrator>(options.calibration.value(), std::move(wanted), network,
                                      version, options.cancellation);
}

py::object next_batch(Calibrator& calibrator, std::vector<std::string> const& names) {
  std::vector<char const*> pointers;
  for (auto const& name : names) pointers.push_back(name.c_str());
  std::vector<void*> addresses(names.size());
  bool const there = calibrator.tensorrt().getBatch(addresses.data(), pointers.data(),
                                                    static_cast<int32_t>(names.size()));
  if (!there) return py::none();
  py::list out;
  for (auto* const address : addresses) out.append(reinterpret_cast<uintptr_t>(address));
  return out;
}

}  // namespace

void register_build_parts(py::module_& m) {
  py::class_<KeyedFile>(m, "KeyedFile", "A file of byte strings by key, shared by processes.")
      .def(py::init<std::string, std::string>(), py::arg("path"), py::arg("kind"))
      .def(
          "load",
          [](KeyedFile const& file, std::string const& key,
             py::function const& warn) -> py::object {
            auto const data = file.load(key, warn_from(warn));
            return data ? py::object(py::bytes(*data)) : py::none();
          },
          py::arg("key"), py::arg("warn"))
      .def("store", &store, py::arg("key"), py::arg("merge"), py::arg("warn"));

  py::class_<Calibrator>(m, "CalibratorProbe", "A calibrator as TensorRT meets it.")
      .def(py::init(&make_calibrator), py::arg("options"), py::arg("inputs"), py::arg("network"),
           py::arg("version"))
      .def_property_readonly(
          "algorithm", [](Calibrator& c) { return static_cast<int>(c.tensorrt().getAlgorithm()); })
      .def_property_readonly("batches", &Calibrator::batches)
      .def("next_batch", &next_batch, py::arg("names"))
      .def("read_table",
           [](Calibrator& c) -> py::object {
             size_t size = 0;
             auto const* const data = c.tensorrt().readCalibrationCache(size);
             return data ? py::object(py::bytes(static_cast<char const*>(data), size)) : py::none();
           })
      .def("write_table",
           [](Calibrator& c, std::string const& table) {
             c.tensorrt().writeCalibrationCache(table.data(), table.size());
           })
      .def("rethrow", &Calibrator::rethrow);

  m.def(
      "check_format",
      [](std::string const& type, std::string const& format, int rank) {
        runtime::check_format(runtime::data_type_of(type), runtime::format_of(format), rank);
      },
      py::arg("type"), py::arg("format"), py::arg("rank"),
      "Raises Error unless TensorRT has the layout for the type and so many dimensions.");
  m.def(
      "run_in_background",
      [](py::function const& work, std::shared_ptr<runtime::Cancellation> const& cancellation,
         py::object const& log) {
        auto const held =
            std::shared_ptr<py::function>(new py::function(work), &delete_locked<py::function>);
        py::gil_scoped_release const release;
        runtime::run_in_background(
            [held] {
              py::gil_scoped_acquire const acquire;
              (*held)();
            },
            &check_signals, cancellation, sink_from(log));
      },
      py::arg("work"), py::arg("cancellation"), py::arg("log") = py::none(),
      "Runs a function as builds are run: what a signal's handler raises cancels and is raised at "
      "once.");
}

}  // namespace trtp::python

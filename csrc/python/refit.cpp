// New weights for an engine.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "buffer.h"
#include "register.h"
#include "runtime/refitter.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using runtime::Engine;
using runtime::Refitter;
using runtime::WeightValues;
using Release = py::call_guard<py::gil_scoped_release>;

Type type_from(std::string const& dtype) {
  auto const type = type_named(dtype);
  if (type == Type::none) fail("dtype: expected float32, float16 or int8, got ", dtype);
  return type;
}

WeightValues values_from(Bytes const& bytes, std::string const& dtype) {
  auto const type = type_from(dtype);
  return {type, bytes.data(), static_cast<int64_t>(bytes.size() / size_of(type))};
}

}  // namespace

void register_refit(py::module_& m) {
  py::class_<Refitter>(m, "Refitter", "Gives an engine new weights; for one thread.")
      .def(py::init<std::shared_ptr<Engine>>(), py::arg("engine"), Release(),
           "Raises Error if the engine was not built to be refittable.")
      .def_property_readonly("names", &Refitter::names, "Of the weights that have one.")
      .def_property_readonly("layers", &Refitter::layers, "(layer, role) of all weights.")
      .def("ranges", &Refitter::ranges, Release(), "{tensor: (min, max)}: dynamic ranges.")
      .def(
          "set",
          [](Refitter& r, std::string const& name, py::object const& data,
             std::string const& dtype) {
            Bytes const bytes(data);
            py::gil_scoped_release const release;
            r.set(name, values_from(bytes, dtype));
          },
          py::arg("name"), py::arg("data"), py::arg("dtype"), "The data are copied.")
      .def(
          "set",
          [](Refitter& r, std::string const& layer, std::string const& role, py::object const& data,
             std::string const& dtype) {
            Bytes const bytes(data);
            py::gil_scoped_release const release;
            r.set(layer, role, values_from(bytes, dtype));
          },
          py::arg("layer"), py::arg("role"), py::arg("data"), py::arg("dtype"))
      .def("set_range", &Refitter::set_range, py::arg("tensor"), py::arg("low"), py::arg("high"),
           Release())
      .def("missing_names", &Refitter::missing_names, Release())
      .def("missing_layers", &Refitter::missing_layers, Release())
      .def("refit", &Refitter::refit, Release(),
           "Waits for the device. Raises Error that lists what is missing.");
}

}  // namespace trtp::python

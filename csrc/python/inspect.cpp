// What an engine's layers are, and how long they take.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "register.h"
#include "runtime/context.h"
#include "runtime/inspector.h"
#include "runtime/layer_profile.h"

namespace trtp::python {

namespace py = pybind11;

using runtime::Context;
using runtime::Engine;
using runtime::LayerProfile;
using runtime::LayerTime;
using Release = py::call_guard<py::gil_scoped_release>;

void register_inspect(py::module_& m) {
  m.def("inspect", &runtime::inspect, py::arg("engine"), py::arg("context") = nullptr, Release(),
        "What TensorRT tells of the layers, as JSON. Raises Error.");

  py::class_<LayerTime>(m, "LayerTime", "Times of one layer, in milliseconds.")
      .def_readonly("name", &LayerTime::name)
      .def_readonly("calls", &LayerTime::calls)
      .def_readonly("total", &LayerTime::total)
      .def_readonly("least", &LayerTime::least)
      .def_readonly("most", &LayerTime::most);
  py::class_<LayerProfile, std::shared_ptr<LayerProfile>>(
      m, "LayerProfile", "Sums up the times of a context's layers. Thread-safe.")
      .def(py::init())
      .def_property_readonly("layers", &LayerProfile::layers)
      .def("report", &LayerProfile::reportLayerTime, py::arg("layer"), py::arg("ms"))
      .def("reset", &LayerProfile::reset);
  // Of a context: enqueue waits then.
  m.def(
      "set_profiler",
      [](Context& context, std::shared_ptr<LayerProfile> const& profile) {
        context.set_profiler(profile);
      },
      py::arg("context"), py::arg("profile"), Release(),
      "Told of every run of the context from now on, each of which then waits for its end.");
}

}  // namespace trtp::python

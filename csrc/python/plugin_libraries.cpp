// Plugin libraries of others, made with this operator core.

#include "trt/plugin_libraries.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>

#include "every_operator.h"
#include "register.h"
#include "trt/api.h"

namespace trtp::python {

namespace py = pybind11;

std::vector<OpInfo const*> every_operator() {
  auto out = trtplugins_api()->operators();
  for (auto const& library : trt::plugin_libraries()) {
    for (auto const* op : library.api->operators()) {
      auto const same = [&](OpInfo const* other) { return other->name == op->name; };
      if (std::none_of(out.begin(), out.end(), same)) out.push_back(op);
    }
  }
  return out;
}

void register_plugin_libraries(py::module_& m) {
  m.def(
      "operators",
      [] {
        py::list out;
        for (auto const* info : every_operator()) {
          out.append(py::cast(*info, py::return_value_policy::reference));
        }
        return out;
      },
      "Every operator of the library, sorted by name, and of the libraries loaded beside it.");
  m.def(
      "load_library",
      [](std::string const& path, std::string const& ns) {
        auto const& library = trt::load_plugin_library(path);
        auto const result = library.api->register_operators(ns);
        py::dict out;
        out["registered"] = result.registered;
        out["problems"] = result.problems;
        return out;
      },
      py::arg("path"), py::arg("namespace") = "",
      "Loads a plugin library and registers its operators; idempotent. Raises Error.");
  m.def(
      "plugin_libraries",
      [] {
        std::vector<std::string> out;
        for (auto const& library : trt::plugin_libraries()) out.push_back(library.path);
        return out;
      },
      "The files that load_library() has loaded.");
}

}  // namespace trtp::python

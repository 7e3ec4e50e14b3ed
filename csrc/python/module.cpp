#include <pybind11/pybind11.h>

#include "op/error.h"
#include "register.h"
#include "trt/api.h"

namespace py = pybind11;

PYBIND11_MODULE(_core, m) {
  m.doc() = "The compiled part of trtplugins. Use the package, not this.";
  auto const* const api = trtplugins_api();
  if (api->abi != trtp::Api::current_abi) {
    throw py::import_error(trtp::text("libtrtplugins.so (", api->version, ", interface ", api->abi,
                                      ") and _core (interface ", trtp::Api::current_abi,
                                      ") are of different builds: install trtplugins anew"));
  }
  m.attr("__version__") = api->version;
  py::register_exception<trtp::Error>(m, "Error", PyExc_RuntimeError);
  trtp::python::register_op(m);
  trtp::python::register_memory(m);
  trtp::python::register_gpu_allocator(m);
  trtp::python::register_cuda(m);
  trtp::python::register_dlpack(m);
  trtp::python::register_plan(m);
  trtp::python::register_build(m);
  trtp::python::register_build_parts(m);
  trtp::python::register_network(m);
  trtp::python::register_context(m);
  trtp::python::register_runtime(m);
  trtp::python::register_refit(m);
  trtp::python::register_inspect(m);
  trtp::python::register_registry(m);
  trtp::python::register_plugin_libraries(m);
}

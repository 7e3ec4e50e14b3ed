#pragma once

#include <pybind11/pybind11.h>

namespace trtp::python {

// The parts of the module _core, a file each.
void register_op(pybind11::module_& m);             // operators and their attributes
void register_memory(pybind11::module_& m);         // device memory resources
void register_gpu_allocator(pybind11::module_& m);  // TensorRT's view of a memory resource
void register_cuda(pybind11::module_& m);    // submodule cuda: devices, streams, events, copies
void register_dlpack(pybind11::module_& m);  // arrays of frameworks
void register_build(pybind11::module_& m);   // building engines
void register_build_parts(pybind11::module_& m);  // what of it works without a GPU
void register_network(pybind11::module_& m);      // network definitions
void register_context(pybind11::module_& m);      // running engines
void register_runtime(pybind11::module_& m);      // engines
void register_plan(pybind11::module_& m);         // plan files
void register_refit(pybind11::module_& m);        // new weights for an engine
void register_inspect(pybind11::module_& m);      // what an engine's layers are, and their times
void register_registry(pybind11::module_& m);     // TensorRT's plugin registry
void register_plugin_libraries(pybind11::module_& m);  // plugin libraries of others

}  // namespace trtp::python

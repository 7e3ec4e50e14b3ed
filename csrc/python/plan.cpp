// Plan files.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <map>
#include <utility>

#include "buffer.h"
#include "register.h"
#include "runtime/engine.h"
#include "runtime/plan_file.h"
#include "runtime/plan_host.h"
#include "trt/api.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using runtime::Engine;
using runtime::PlanFile;
using runtime::PlanHeader;
using runtime::PlanOperator;
using Release = py::call_guard<py::gil_scoped_release>;

std::string_view view(Bytes const& bytes) {
  return {static_cast<char const*>(bytes.data()), bytes.size()};
}

std::map<std::string, uint32_t> by_name(std::vector<PlanOperator> const& operators) {
  std::map<std::string, uint32_t> out;
  for (auto const& op : operators) out[op.name] = op.version;
  return out;
}

std::vector<PlanOperator> operators_from(std::map<std::string, uint32_t> const& versions) {
  std::vector<PlanOperator> out;
  for (auto const& [name, version] : versions) out.push_back({name, version});
  return out;
}

PlanHeader make_header(std::string tensorrt, std::string trtplugins, std::string cuda,
                       std::string gpu, std::string compute_capability,
                       std::string hardware_compatibility,
                       std::map<std::string, uint32_t> const& operators) {
  return {
      std::move(tensorrt),      std::move(trtplugins),         std::move(cuda),
      std::move(gpu),           std::move(compute_capability), std::move(hardware_compatibility),
      operators_from(operators)};
}

void write(std::string const& path, py::object const& plan,
           std::optional<PlanHeader> const& header) {
  Bytes const bytes(plan);
  py::gil_scoped_release const release;
  runtime::write_plan(path, view(bytes), header);
}

py::tuple unpack(py::bytes const& data) {
  std::string_view const bytes = data;
  auto const parts = runtime::unpack_plan(bytes);
  return py::make_tuple(parts.header, bytes.size() - parts.plan.size());
}

}  // namespace

void register_plan(py::module_& m) {
  py::register_exception<runtime::PlanError>(m, "PlanError", m.attr("Error"));

  py::class_<PlanHeader>(m, "PlanHeader", "What a plan needs, and where it comes from.")
      .def(py::init(&make_header), py::kw_only(), py::arg("tensorrt") = "",
           py::arg("trtplugins") = "", py::arg("cuda") = "", py::arg("gpu") = "",
           py::arg("compute_capability") = "", py::arg("hardware_compatibility") = "",
           py::arg("operators") = std::map<std::string, uint32_t>{})
      .def_readonly("tensorrt", &PlanHeader::tensorrt)
      .def_readonly("trtplugins", &PlanHeader::trtplugins)
      .def_readonly("cuda", &PlanHeader::cuda)
      .def_readonly("gpu", &PlanHeader::gpu)
      .def_readonly("compute_capability", &PlanHeader::compute_capability)
      .def_readonly("hardware_compatibility", &PlanHeader::hardware_compatibility)
      .def_property_readonly("operators", [](PlanHeader const& h) { return by_name(h.operators); })
      .def("__eq__", [](PlanHeader const& a, PlanHeader const& b) { return a == b; });

  py::class_<PlanFile, std::shared_ptr<PlanFile>>(
      m, "PlanFile", py::buffer_protocol(),
      "A plan in a file, with its header or bare; as a buffer it is the plan.")
      .def(py::init<std::string, bool>(), py::arg("path"), py::arg("mapped") = true, Release(),
           "Raises PlanError for what is no whole and sound plan.")
      .def_property_readonly("path", &PlanFile::path)
      .def_property_readonly("header", &PlanFile::header)
      .def_property_readonly("size", [](PlanFile const& f) { return f.plan().size(); })
      .def_property_readonly("checksum", [](PlanFile const& f) { return f.parts().checksum; })
      .def_property_readonly(
          "tensorrt", [](PlanFile const& f) { return runtime::tensorrt_of(f.plan()); },
          "The version that the plan itself states; '' if it states none.")
      .def(
          "operators",
          [](PlanFile const& f) {
            auto const found = [&] {
              py::gil_scoped_release const release;
              return runtime::operators_in(f.plan());
            }();
            return by_name(found);
          },
          "{name: version of the data} of the operators whose data is in the plan.")
      .def("check_unchanged", &PlanFile::check_unchanged, Release())
      .def(
          "check",
          [](PlanFile const& f, std::string const& tensorrt, std::string const& gpu,
             std::string const& compute_capability) {
            runtime::check_plan(f.parts(), {tensorrt, gpu, compute_capability});
          },
          py::arg("tensorrt"), py::arg("gpu"), py::arg("compute_capability"),
          "Raises PlanError if it cannot run there. '' for what is not known.")
      .def_buffer([](PlanFile const& f) {
        return py::buffer_info(const_cast<char*>(f.plan().data()), 1, "B", 1,
                               {static_cast<py::ssize_t>(f.plan().size())}, {1}, true);
      });

  m.def("write_plan", &write, py::arg("path"), py::arg("plan"), py::arg("header") = py::none(),
        "A whole file takes the place of what is at `path`. Raises Error.");
  m.def("unpack_plan", &unpack, py::arg("data"),
        "(header or None, where the plan begins). Raises PlanError for what is no sound plan.");
  m.def(
      "missing_operators",
      [](std::map<std::string, uint32_t> const& needed,
         std::map<std::string, std::pair<std::string, uint32_t>> const& known,
         std::vector<std::string> const& registered) {
        std::vector<runtime::HostOperator> here;
        for (auto const& [name, op] : known) here.push_back({name, op.first, op.second});
        return runtime::missing_operators(operators_from(needed), here, registered);
      },
      py::arg("needed"), py::arg("known"), py::arg("registered"),
      "What of the operators needed, {name: version}, is not registered or too old, in lines. "
      "Known: {name: (alias, version)}.");
  m.def(
      "this_host",
      [] {
        auto const host = runtime::this_host();
        return std::make_tuple(host.tensorrt, host.gpu, host.compute_capability);
      },
      Release(), "TensorRT's version, the current GPU's name and compute capability.");
  m.def(
      "header_for",
      [](py::object const& plan, Engine const& engine) {
        Bytes const bytes(plan);
        py::gil_scoped_release const release;
        return runtime::header_for(view(bytes), trtplugins_api()->version,
                                   engine.hardware_compatibility());
      },
      py::arg("plan"), py::arg("engine"), "For a plan of this engine.");
}

}  // namespace trtp::python

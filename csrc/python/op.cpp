// Operators and their attributes, as the library's table has them.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <utility>

#include "op/any_op.h"
#include "op/blob.h"
#include "op/integer_dims.h"
#include "register.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

// An attribute's value from Python, by the kind that its operator declares.
Value value_from(std::string const& kind, py::handle v) {
  try {
    if (kind == "float") return v.cast<float>();
    if (kind == "int") return v.cast<int64_t>();
    if (kind == "string") return v.cast<std::string>();
    if (kind == "floats") return v.cast<std::vector<float>>();
    if (kind == "ints") return v.cast<std::vector<int64_t>>();
    return v.cast<std::vector<std::string>>();
  } catch (py::cast_error const&) {
    fail("expected ", kind, ", got ", std::string(py::repr(v)));
  }
}

Values values_from(OpInfo const& info, py::kwargs const& kwargs) {
  Values out;
  for (auto const& [key, v] : kwargs) {
    auto const name = key.cast<std::string>();
    std::string kind;
    for (auto const& a : info.attributes) {
      if (a.name == name) kind = a.kind;
    }
    // An unknown name is left to the operator to refuse, which knows how to say it.
    auto const value = kind.empty() ? Value(int64_t{0})
                                    : within(text(info.name, ": attribute '", name, "'"),
                                             [&, h = v] { return value_from(kind, h); });
    out.emplace_back(name, value);
  }
  return out;
}

struct Instance {
  OpInfo const* info;
  std::unique_ptr<AnyOp> op;
};

Instance make(OpInfo const& info, Values const& values) {
  std::vector<std::string> storage;
  return {&info, info.make(info, fields_of(values, storage))};
}

py::bytes packed(Instance const& self) {
  return pack(self.info->name, self.info->schema, first_bits(self.info->input_count()),
              first_bits(self.info->output_count()), self.op->values());
}

Instance unpacked(OpInfo const& info, py::bytes const& data) {
  auto const blob = unpack(std::string_view(data));
  if (blob.name != info.name) fail(info.name, ": plugin data is of the operator ", blob.name);
  return {&info, info.make(info, blob.fields)};
}

py::dict attributes(Instance const& self) {
  py::dict out;
  for (auto const& [name, value] : self.op->values()) out[py::str(name)] = value;
  return out;
}

using OptionalShape = std::optional<std::vector<int64_t>>;

std::vector<std::vector<int64_t>> shapes(Instance const& self,
                                         std::vector<OptionalShape> const& inputs) {
  IntegerDims ops;
  Inputs in(self.info->inputs.size());
  for (auto& d : in) d.present = false;
  uint32_t present = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i]) continue;
    if (i < in.size()) {
      Shape s;
      for (auto d : *inputs[i]) s.push_back(d);
      in[i] = ops.dims(s);
    }
    present |= uint32_t{1} << i;
  }
  check_present(*self.info, present);
  std::vector<std::vector<int64_t>> out;
  for (auto const& shape : self.op->shapes(in)) {
    auto& dims = out.emplace_back();
    for (auto const& d : shape.dims) dims.push_back(*d.known());
  }
  return out;
}

struct DeviceTensor {
  uintptr_t address;
  std::string dtype;
  std::vector<int64_t> shape;
  int format;
  float scale;
};

Buffer buffer_from(std::optional<DeviceTensor> const& t) {
  if (!t) return {};
  Buffer b;
  b.data = reinterpret_cast<void*>(t->address);
  b.desc.type = type_named(t->dtype);
  if (b.desc.type == Type::none) fail("unsupported dtype '", t->dtype, "'");
  for (auto d : t->shape) b.desc.shape.push_back(d);
  b.desc.format = static_cast<Format>(t->format);
  b.desc.scale = t->scale;
  return b;
}

// The operator's kernel without TensorRT in between. Shapes and types are those the operator would
// be given by an engine: only what makes the call unsafe is checked here.
void launch(Instance const& self, std::vector<std::optional<DeviceTensor>> const& inputs,
            std::vector<std::optional<DeviceTensor>> const& outputs, uintptr_t workspace,
            uintptr_t stream) {
  std::array<Buffer, max_inputs> in{};
  std::array<Buffer, max_outputs> out{};
  auto const expect = [&](char const* what, size_t got, size_t expected) {
    if (got > expected)
      fail(self.info->name, ": expected at most ", expected, " ", what, ", got ", got);
  };
  expect("inputs", inputs.size(), self.info->inputs.size());
  expect("outputs", outputs.size(), self.info->outputs.size());
  for (size_t i = 0; i < inputs.size(); ++i) in[i] = buffer_from(inputs[i]);
  for (size_t i = 0; i < outputs.size(); ++i) out[i] = buffer_from(outputs[i]);
  cudaError_t status;
  {
    py::gil_scoped_release const release;
    status = self.op->launch(
        in.data(), out.data(),
        {reinterpret_cast<void*>(workspace), reinterpret_cast<cudaStream_t>(stream)});
  }
  if (status != cudaSuccess)
    fail(self.info->name, ": ", cudaGetErrorName(status), ": ", cudaGetErrorString(status));
}

py::object row(OpInfo const& info, Type const* types) {
  py::tuple in(info.inputs.size()), out(info.outputs.size());
  for (size_t i = 0; i < info.inputs.size(); ++i) in[i] = name_of(types[i]);
  for (size_t i = 0; i < info.outputs.size(); ++i) out[i] = name_of(types[info.inputs.size() + i]);
  return py::make_tuple(in, out);
}

// Of an operator whose attributes are known those that these leave.
py::list rows(OpInfo const& info, AnyOp const* op) {
  py::list out;
  for (auto const* types : info.rows) {
    if (!op || op->allows(types)) out.append(row(info, types));
  }
  return out;
}

}  // namespace

void register_op(py::module_& m) {
  py::class_<Port>(m, "Port", "A formal input or output of an operator.")
      .def_readonly("name", &Port::name)
      .def_readonly("doc", &Port::doc)
      .def_readonly("optional", &Port::optional);

  py::class_<AttributeInfo>(m, "Attribute", "An attribute as its operator declares it.")
      .def_readonly("name", &AttributeInfo::name)
      .def_readonly("kind", &AttributeInfo::kind, "float, int, string, floats, ints or strings")
      .def_readonly("doc", &AttributeInfo::doc)
      .def_readonly("expected", &AttributeInfo::expected,
                    "What its check admits; empty if anything.")
      .def_readonly("required", &AttributeInfo::required)
      .def_property_readonly("default", [](AttributeInfo const& a) -> py::object {
        return a.has_default ? py::cast(a.default_value) : py::none();
      });

  py::class_<DeviceTensor>(m, "DeviceTensor", "A tensor in device memory, for Instance.launch().")
      .def(py::init<uintptr_t, std::string, std::vector<int64_t>, int, float>(), py::arg("address"),
           py::arg("dtype"), py::arg("shape"), py::arg("format") = 0, py::arg("scale") = 1.F);

  py::class_<Instance>(m, "Instance", "An operator with its attributes.")
      .def_property_readonly(
          "rows", [](Instance const& self) { return rows(*self.info, self.op.get()); },
          "Types of inputs and outputs that the attributes leave, as in Operator.rows.")
      .def_property_readonly("attributes", &attributes)
      .def("pack", &packed,
           "The data that a plan keeps of such a plugin with all its inputs given.")
      .def("shapes", &shapes, py::arg("inputs"),
           "Output shapes; None for an input that is left out.")
      .def("launch", &launch, py::arg("inputs"), py::arg("outputs"), py::arg("workspace") = 0,
           py::arg("stream") = 0, "Runs the kernel on device memory, asynchronously.");

  using Unowned = std::unique_ptr<OpInfo, py::nodelete>;  // they live in the library's table
  py::class_<OpInfo, Unowned>(m, "Operator", "An operator's declaration.")
      .def_readonly("name", &OpInfo::name)
      .def_readonly("alias", &OpInfo::alias,
                    "A second name, which no importer of TensorRT's shadows.")
      .def_readonly("version", &OpInfo::version)
      .def_readonly("schema", &OpInfo::schema)
      .def_readonly("doc", &OpInfo::doc)
      .def_readonly("since", &OpInfo::since,
                    "The ONNX opset whose semantics it has; 0 if it is not ONNX's.")
      .def_readonly("inputs", &OpInfo::inputs)
      .def_readonly("outputs", &OpInfo::outputs)
      .def_readonly("attributes", &OpInfo::attributes)
      .def_property_readonly("rows", [](OpInfo const& info) { return rows(info, nullptr); })
      .def("make", [](OpInfo const& info,
                      py::kwargs const& kwargs) { return make(info, values_from(info, kwargs)); })
      .def("unpack", &unpacked, py::arg("data"), "The inverse of Instance.pack().")
      .def("__repr__",
           [](OpInfo const& info) { return "<trtplugins operator " + info.name + ">"; });
}

}  // namespace trtp::python

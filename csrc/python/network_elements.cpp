#include <pybind11/stl.h>

#include "network.h"
#include "runtime/layer_enum_names.h"
#include "shape_caster.h"

namespace trtp::python {

namespace py = pybind11;

using runtime::Layer;
using runtime::Network;
using runtime::Tensor;
using Release = py::call_guard<py::gil_scoped_release>;

namespace {

Layer add_activation(Network& n, Tensor const& input, std::string const& type,
                     std::optional<float> const& alpha, std::optional<float> const& beta,
                     std::string const& name, OptionalName const& precision) {
  auto options = options_with<runtime::ActivationOptions>(name, precision);
  options.alpha = alpha;
  options.beta = beta;
  return n.add_activation(input, within("type", [&] { return runtime::activation_type_of(type); }),
                          options);
}

Layer add_scale(Network& n, Tensor const& input, std::string const& mode, py::object const& shift,
                py::object const& scale, py::object const& power, int channel_axis,
                std::string const& name, OptionalName const& precision) {
  auto const b = weights_from(shift, "shift"), a = weights_from(scale, "scale"),
             c = weights_from(power, "power");
  py::gil_scoped_release const release;
  auto options = options_with<runtime::ScaleOptions>(name, precision);
  options.channel_axis = channel_axis;
  return n.add_scale_nd(input, within("mode", [&] { return runtime::scale_mode_of(mode); }), b, a,
                        c, options);
}

Layer add_fully_connected(Network& n, Tensor const& input, int num_outputs,
                          py::object const& kernel, py::object const& bias, std::string const& name,
                          OptionalName const& precision) {
  auto const k = weights_from(kernel, "kernel"), b = weights_from(bias, "bias");
  py::gil_scoped_release const release;
  return n.add_fully_connected(input, num_outputs, k, b, options_with(name, precision));
}

}  // namespace

void register_element_layers(NetworkClass& network) {
  auto const named = py::arg("name") = "";
  auto const precise = py::arg("precision") = py::none();
  network
      .def("add_activation", &add_activation, py::arg("input"), py::arg("type"), py::kw_only(),
           py::arg("alpha") = py::none(), py::arg("beta") = py::none(), named, precise, Release())
      .def(
          "add_unary",
          [](Network& n, Tensor const& input, std::string const& operation, std::string const& name,
             OptionalName const& precision) {
            return n.add_unary(
                input, within("operation", [&] { return runtime::unary_operation_of(operation); }),
                options_with(name, precision));
          },
          py::arg("input"), py::arg("operation"), py::kw_only(), named, precise, Release())
      .def(
          "add_elementwise",
          [](Network& n, Tensor const& input1, Tensor const& input2, std::string const& operation,
             std::string const& name, OptionalName const& precision) {
            return n.add_elementwise(
                input1, input2,
                within("operation", [&] { return runtime::elementwise_operation_of(operation); }),
                options_with(name, precision));
          },
          py::arg("input1"), py::arg("input2"), py::arg("operation"), py::kw_only(), named, precise,
          Release())
      .def(
          "add_parametric_relu",
          [](Network& n, Tensor const& input, Tensor const& slopes, std::string const& name,
             OptionalName const& precision) {
            return n.add_parametric_relu(input, slopes, options_with(name, precision));
          },
          py::arg("input"), py::arg("slopes"), py::kw_only(), named, precise, Release())
      .def(
          "add_select",
          [](Network& n, Tensor const& condition, Tensor const& then_input,
             Tensor const& else_input, std::string const& name, OptionalName const& precision) {
            return n.add_select(condition, then_input, else_input, options_with(name, precision));
          },
          py::arg("condition"), py::arg("then_input"), py::arg("else_input"), py::kw_only(), named,
          precise, Release())
      .def(
          "add_identity",
          [](Network& n, Tensor const& input, std::string const& name,
             OptionalName const& precision) {
            return n.add_identity(input, options_with(name, precision));
          },
          py::arg("input"), py::kw_only(), named, precise, Release())
      .def(
          "add_cast",
          [](Network& n, Tensor const& input, std::string const& to_type, std::string const& name) {
            return n.add_cast(input,
                              within("to_type", [&] { return runtime::data_type_of(to_type); }),
                              options_with(name, {}));
          },
          py::arg("input"), py::arg("to_type"), py::kw_only(), named, Release())
      .def(
          "add_quantize",
          [](Network& n, Tensor const& input, Tensor const& scale, std::optional<int> const& axis,
             std::string const& name) {
            return n.add_quantize(input, scale, axis, options_with(name, {}));
          },
          py::arg("input"), py::arg("scale"), py::arg("axis") = py::none(), py::kw_only(), named,
          Release())
      .def(
          "add_dequantize",
          [](Network& n, Tensor const& input, Tensor const& scale, std::optional<int> const& axis,
             std::string const& name) {
            return n.add_dequantize(input, scale, axis, options_with(name, {}));
          },
          py::arg("input"), py::arg("scale"), py::arg("axis") = py::none(), py::kw_only(), named,
          Release())
      .def("add_scale_nd", &add_scale, py::arg("input"), py::arg("mode"),
           py::arg("shift") = py::none(), py::arg("scale") = py::none(),
           py::arg("power") = py::none(), py::kw_only(), py::arg("channel_axis") = 1, named,
           precise)
      .def("add_fully_connected", &add_fully_connected, py::arg("input"), py::arg("num_outputs"),
           py::arg("kernel"), py::arg("bias") = py::none(), py::kw_only(), named, precise)
      .def(
          "add_softmax",
          [](Network& n, Tensor const& input, int axis, std::string const& name,
             OptionalName const& precision) {
            return n.add_softmax(input, axis, options_with(name, precision));
          },
          py::arg("input"), py::arg("axis"), py::kw_only(), named, precise, Release())
      .def(
          "add_reduce",
          [](Network& n, Tensor const& input, std::string const& operation,
             std::vector<int> const& axes, bool keep_dims, std::string const& name,
             OptionalName const& precision) {
            return n.add_reduce(
                input, within("operation", [&] { return runtime::reduce_operation_of(operation); }),
                axes, keep_dims, options_with(name, precision));
          },
          py::arg("input"), py::arg("operation"), py::arg("axes"), py::arg("keep_dims") = false,
          py::kw_only(), named, precise, Release())
      .def(
          "add_topk",
          [](Network& n, Tensor const& input, std::string const& operation, int k, int axis,
             std::string const& name, OptionalName const& precision) {
            return n.add_topk(
                input, within("operation", [&] { return runtime::topk_operation_of(operation); }),
                k, axis, options_with(name, precision));
          },
          py::arg("input"), py::arg("operation"), py::arg("k"), py::arg("axis"), py::kw_only(),
          named, precise, Release())
      .def(
          "add_matrix_multiply",
          [](Network& n, Tensor const& input0, std::string const& op0, Tensor const& input1,
             std::string const& op1, std::string const& name, OptionalName const& precision) {
            return n.add_matrix_multiply(
                input0, within("op0", [&] { return runtime::matrix_operation_of(op0); }), input1,
                within("op1", [&] { return runtime::matrix_operation_of(op1); }),
                options_with(name, precision));
          },
          py::arg("input0"), py::arg("op0"), py::arg("input1"), py::arg("op1"), py::kw_only(),
          named, precise, Release());
}

}  // namespace trtp::python

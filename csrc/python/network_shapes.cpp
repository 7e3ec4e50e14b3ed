#include <pybind11/stl.h>

#include <variant>

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

// Numbers, or a tensor of them that is known when it runs.
using Numbers = std::variant<Tensor, Shape>;

Shape split(Numbers const& numbers, Tensor& tensor) {
  if (numbers.index() == 1) return std::get<Shape>(numbers);
  tensor = std::get<Tensor>(numbers);
  return {};
}

Layer add_constant(Network& n, Shape const& shape, py::object const& weights,
                   std::string const& name) {
  auto const values = weights_from(weights, "weights");
  py::gil_scoped_release const release;
  return n.add_constant(shape, values, options_with(name, {}));
}

Layer add_shuffle(Network& n, Tensor const& input, std::vector<int> const& first_transpose,
                  std::optional<Numbers> const& reshape, std::vector<int> const& second_transpose,
                  bool zero_is_placeholder, std::string const& name,
                  OptionalName const& precision) {
  auto options = options_with<runtime::ShuffleOptions>(name, precision);
  options.first_transpose = first_transpose;
  options.second_transpose = second_transpose;
  options.zero_is_placeholder = zero_is_placeholder;
  if (reshape) {
    auto const shape = split(*reshape, options.reshape_tensor);
    if (!options.reshape_tensor) options.reshape = shape;
  }
  return n.add_shuffle(input, options);
}

Layer add_slice(Network& n, Tensor const& input, Numbers const& start, Numbers const& size,
                Numbers const& stride, std::string const& mode, std::optional<Tensor> const& fill,
                std::string const& name, OptionalName const& precision) {
  auto options = options_with<runtime::SliceOptions>(name, precision);
  auto const first = split(start, options.start), extents = split(size, options.size),
             step = split(stride, options.stride);
  options.mode = within("mode", [&] { return runtime::sample_mode_of(mode); });
  options.fill = fill.value_or(Tensor());
  return n.add_slice(input, first, extents, step, options);
}

Layer add_concatenation(Network& n, std::vector<Tensor> const& inputs, int axis,
                        std::string const& name, OptionalName const& precision) {
  auto options = options_with<runtime::AxisOptions>(name, precision);
  options.axis = axis;
  return n.add_concatenation(inputs, options);
}

Layer add_gather(Network& n, Tensor const& data, Tensor const& indices, int axis,
                 std::string const& mode, int num_elementwise_dims, std::string const& name,
                 OptionalName const& precision) {
  auto options = options_with<runtime::GatherOptions>(name, precision);
  options.axis = axis;
  options.mode = within("mode", [&] { return runtime::gather_mode_of(mode); });
  options.num_elementwise_dims = num_elementwise_dims;
  return n.add_gather(data, indices, options);
}

}  // namespace

void register_shape_layers(NetworkClass& network) {
  auto const named = py::arg("name") = "";
  auto const precise = py::arg("precision") = py::none();
  network
      .def("add_constant", &add_constant, py::arg("shape"), py::arg("weights"), py::kw_only(),
           named)
      .def("add_shuffle", &add_shuffle, py::arg("input"), py::kw_only(),
           py::arg("first_transpose") = std::vector<int>{}, py::arg("reshape") = py::none(),
           py::arg("second_transpose") = std::vector<int>{}, py::arg("zero_is_placeholder") = true,
           named, precise, Release())
      .def("add_slice", &add_slice, py::arg("input"), py::arg("start"), py::arg("size"),
           py::arg("stride"), py::kw_only(), py::arg("mode") = "strict_bounds",
           py::arg("fill") = py::none(), named, precise, Release())
      .def("add_concatenation", &add_concatenation, py::arg("inputs"), py::arg("axis"),
           py::kw_only(), named, precise, Release())
      .def("add_gather", &add_gather, py::arg("data"), py::arg("indices"), py::arg("axis") = 0,
           py::kw_only(), py::arg("mode") = "default", py::arg("num_elementwise_dims") = 0, named,
           precise, Release())
      .def(
          "add_shape",
          [](Network& n, Tensor const& input, std::string const& name) {
            return n.add_shape(input, options_with(name, {}));
          },
          py::arg("input"), py::kw_only(), named, Release());
}

}  // namespace trtp::python

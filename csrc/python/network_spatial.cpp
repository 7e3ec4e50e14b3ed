#include <pybind11/stl.h>

#include <variant>

#include "network.h"
#include "runtime/layer_enum_names.h"
#include "shape_caster.h"

namespace trtp::python {

namespace py = pybind11;

using runtime::ConvolutionOptions;
using runtime::Layer;
using runtime::Network;
using runtime::Tensor;
using Release = py::call_guard<py::gil_scoped_release>;

namespace {

void set_window(runtime::WindowOptions& o, Shape const& stride, Shape const& padding,
                Shape const& pre_padding, Shape const& post_padding,
                std::string const& padding_mode) {
  o.stride = stride;
  o.padding = padding;
  o.pre_padding = pre_padding;
  o.post_padding = post_padding;
  o.padding_mode = within("padding_mode", [&] { return runtime::padding_mode_of(padding_mode); });
}

using AddConvolution = Layer (Network::*)(Tensor const&, int, Shape const&,
                                          runtime::WeightValues const&,
                                          runtime::WeightValues const&, ConvolutionOptions const&);

void def_convolution(NetworkClass& network, char const* name, AddConvolution add) {
  network.def(
      name,
      [add](Network& n, Tensor const& input, int maps, Shape const& kernel_shape,
            py::object const& kernel, py::object const& bias, Shape const& stride,
            Shape const& padding, Shape const& pre_padding, Shape const& post_padding,
            std::string const& padding_mode, Shape const& dilation, int groups,
            std::string const& layer, OptionalName const& precision) {
        auto const k = weights_from(kernel, "kernel"), b = weights_from(bias, "bias");
        py::gil_scoped_release const release;
        auto options = options_with<ConvolutionOptions>(layer, precision);
        set_window(options, stride, padding, pre_padding, post_padding, padding_mode);
        options.dilation = dilation;
        options.num_groups = groups;
        return (n.*add)(input, maps, kernel_shape, k, b, options);
      },
      py::arg("input"), py::arg("num_output_maps"), py::arg("kernel_shape"), py::arg("kernel"),
      py::arg("bias") = py::none(), py::kw_only(), py::arg("stride") = Shape{},
      py::arg("padding") = Shape{}, py::arg("pre_padding") = Shape{},
      py::arg("post_padding") = Shape{}, py::arg("padding_mode") = "explicit_round_down",
      py::arg("dilation") = Shape{}, py::arg("num_groups") = 1, py::arg("name") = "",
      py::arg("precision") = py::none());
}

Layer add_pooling(Network& n, Tensor const& input, std::string const& type,
                  Shape const& window_size, Shape const& stride, Shape const& padding,
                  Shape const& pre_padding, Shape const& post_padding,
                  std::string const& padding_mode, float blend_factor, bool excludes_padding,
                  std::string const& name, OptionalName const& precision) {
  auto options = options_with<runtime::PoolingOptions>(name, precision);
  set_window(options, stride, padding, pre_padding, post_padding, padding_mode);
  options.blend_factor = blend_factor;
  options.average_count_excludes_padding = excludes_padding;
  return n.add_pooling_nd(input, within("type", [&] { return runtime::pooling_type_of(type); }),
                          window_size, options);
}

// A shape, or a tensor of extents that are known when it runs.
using ShapeOrTensor = std::variant<Tensor, Shape>;

Layer add_resize(Network& n, Tensor const& input, std::optional<ShapeOrTensor> const& shape,
                 std::vector<float> const& scales, std::string const& mode,
                 std::string const& transformation, std::string const& selector,
                 std::string const& rounding, std::optional<float> const& cubic_coeff,
                 bool exclude_outside, std::string const& name, OptionalName const& precision) {
  auto options = options_with<runtime::ResizeOptions>(name, precision);
  if (shape && shape->index() == 0) options.shape_tensor = std::get<Tensor>(*shape);
  if (shape && shape->index() == 1) options.shape = std::get<Shape>(*shape);
  options.scales = scales;
  options.mode = within("mode", [&] { return runtime::interpolation_mode_of(mode); });
  options.coordinate_transformation = within("coordinate_transformation", [&] {
    return runtime::coordinate_transformation_of(transformation);
  });
  options.selector = within("selector", [&] { return runtime::resize_selector_of(selector); });
  options.nearest_rounding =
      within("nearest_rounding", [&] { return runtime::resize_round_mode_of(rounding); });
  options.cubic_coeff = cubic_coeff;
  options.exclude_outside = exclude_outside;
  return n.add_resize(input, options);
}

}  // namespace

void register_spatial_layers(NetworkClass& network) {
  def_convolution(network, "add_convolution_nd", &Network::add_convolution_nd);
  def_convolution(network, "add_deconvolution_nd", &Network::add_deconvolution_nd);
  network
      .def("add_pooling_nd", &add_pooling, py::arg("input"), py::arg("type"),
           py::arg("window_size"), py::kw_only(), py::arg("stride") = Shape{},
           py::arg("padding") = Shape{}, py::arg("pre_padding") = Shape{},
           py::arg("post_padding") = Shape{}, py::arg("padding_mode") = "explicit_round_down",
           py::arg("blend_factor") = 0.F, py::arg("average_count_excludes_padding") = true,
           py::arg("name") = "", py::arg("precision") = py::none(), Release())
      .def("add_resize", &add_resize, py::arg("input"), py::kw_only(),
           py::arg("shape") = py::none(), py::arg("scales") = std::vector<float>{},
           py::arg("mode") = "nearest", py::arg("coordinate_transformation") = "asymmetric",
           py::arg("selector") = "formula", py::arg("nearest_rounding") = "floor",
           py::arg("cubic_coeff") = py::none(), py::arg("exclude_outside") = false,
           py::arg("name") = "", py::arg("precision") = py::none(), Release());
}

}  // namespace trtp::python

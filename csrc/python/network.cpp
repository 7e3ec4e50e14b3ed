// Network definitions. Whatever may write to TensorRT's log runs without the interpreter's lock.

#include "network.h"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <utility>

#include "convert.h"
#include "plugin_fields.h"
#include "register.h"
#include "runtime/layer_checks.h"
#include "runtime/layer_enum_names.h"
#include "shape_caster.h"
#include "trt/convert.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using runtime::Layer;
using runtime::Loop;
using runtime::Network;
using runtime::Tensor;
using Release = py::call_guard<py::gil_scoped_release>;
using Names = std::vector<std::string>;

// TensorRT's type by numpy's name.
std::string dtype_name(nvinfer1::DataType type) { return name_of(trt::from(type)); }

// A list of Python numbers has no type of its own: TensorRT's, if the values allow it.
py::array narrowed(py::array const& array, char const* argument) {
  auto const kind = array.dtype().kind();
  if (kind == 'f') return py::array(array.attr("astype")("float32"));
  if (kind != 'i') return array;
  auto const whole = py::array(array.attr("astype")("int32"));
  if (!whole.attr("__eq__")(array).attr("all")().cast<bool>())
    fail(argument, ": expected values that 32 bits hold, got larger ones");
  return whole;
}

Type type_from(py::array const& array, char const* argument) {
  auto const name = py::str(array.dtype()).cast<std::string>();
  auto const type = type_named(name);
  if (type == Type::none) {
    fail(argument, ": expected an array of float32, float16, int8, int32, bool or uint8, got ",
         name);
  }
  return type;
}

using RawField = std::tuple<std::string, int, py::bytes, int>;

Layer add_plugin(Network& network, std::vector<Tensor> const& inputs, std::string const& plugin,
                 std::string const& version, std::string const& ns,
                 std::vector<RawField> const& fields, std::string const& name,
                 OptionalName const& precision) {
  auto const list = fields_from(fields);
  py::gil_scoped_release const release;
  return network.add_plugin_v2(inputs, plugin, version, ns, list, options_with(name, precision));
}

std::optional<std::pair<float, float>> range_of(Tensor const& t) {
  auto const range = t.dynamic_range();
  if (!range) return {};
  return std::pair{range->low, range->high};
}

void set_range(Tensor& t, std::optional<std::pair<float, float>> const& range) {
  std::optional<runtime::DynamicRange> out;
  if (range) out = {range->first, range->second};
  t.set_dynamic_range(out);
}

void register_tensor(py::module_& m) {
  py::class_<Tensor>(m, "Tensor", "A tensor of a network.")
      .def_property("name", &Tensor::name, py::cpp_function(&Tensor::set_name, Release()))
      .def_property(
          "dtype", [](Tensor const& t) { return dtype_name(t.dtype()); },
          py::cpp_function(
              [](Tensor& t, std::string const& type) { t.set_dtype(runtime::data_type_of(type)); },
              Release()),
          "As numpy calls it. Can be set of an input or output.")
      .def_property("shape", py::cpp_function(&Tensor::shape, Release()),
                    py::cpp_function(&Tensor::set_shape, Release()),
                    "-1: not known before it runs. Can be set of an input.")
      .def_property("dynamic_range", &range_of, py::cpp_function(&set_range, Release()),
                    "INT8: (low, high) to be mapped to -127 ... 127, or None.")
      .def_property(
          "allowed_formats",
          [](Tensor const& t) {
            Names out;
            for (auto const format : t.allowed_formats()) out.push_back(runtime::name_of(format));
            return out;
          },
          py::cpp_function(
              [](Tensor& t, Names const& names) {
                std::vector<nvinfer1::TensorFormat> formats;
                for (auto const& name : names) formats.push_back(runtime::format_of(name));
                t.set_allowed_formats(formats);
              },
              Release()),
          "Memory layouts that TensorRT may choose from, of an input or output.")
      .def_property_readonly("is_network_input", &Tensor::is_network_input)
      .def_property_readonly("is_network_output", &Tensor::is_network_output)
      .def_property_readonly("is_shape_tensor",
                             py::cpp_function(&Tensor::is_shape_tensor, Release()),
                             "Whether TensorRT has to know its values to know shapes.")
      .def(
          "__eq__", [](Tensor const& a, Tensor const& b) { return a == b; }, py::is_operator())
      .def("__hash__",
           [](Tensor const& t) { return std::hash<nvinfer1::ITensor*>()(&t.tensorrt()); })
      .def(
          "__repr__",
          [](Tensor const& t) {
            return text("<Tensor '", t.name(), "' ", dtype_name(t.dtype()), " ",
                        to_string(t.shape()), ">");
          },
          Release());
}

void register_layer(py::module_& m) {
  py::class_<Layer>(m, "Layer", "A layer of a network.")
      .def_property("name", &Layer::name, py::cpp_function(&Layer::set_name, Release()))
      .def_property_readonly("type", [](Layer const& l) { return runtime::name_of(l.type()); })
      .def_property_readonly("num_inputs", &Layer::num_inputs)
      .def_property_readonly("num_outputs", &Layer::num_outputs)
      .def(
          "get_input",
          [](Layer const& l, int index) -> std::optional<Tensor> {
            auto const tensor = l.input(index);
            return tensor ? std::optional(tensor) : std::nullopt;
          },
          py::arg("index"))
      .def("get_output", &Layer::output, py::arg("index") = 0)
      .def("set_input", &Layer::set_input, py::arg("index"), py::arg("tensor"), Release())
      .def_property(
          "precision",
          [](Layer const& l) -> std::optional<std::string> {
            auto const type = l.precision();
            return type ? std::optional(dtype_name(*type)) : std::nullopt;
          },
          py::cpp_function(
              [](Layer& l, std::optional<std::string> const& type) {
                l.set_precision(type ? std::optional(runtime::data_type_of(*type)) : std::nullopt);
              },
              Release()),
          "What to compute in; None: TensorRT chooses.")
      .def(
          "get_output_type",
          [](Layer const& l, int index) { return dtype_name(l.output_type(index)); },
          py::arg("index") = 0)
      .def("output_type_is_set", &Layer::output_type_is_set, py::arg("index") = 0)
      .def(
          "set_output_type",
          [](Layer& l, int index, std::string const& type) {
            l.set_output_type(index, runtime::data_type_of(type));
          },
          py::arg("index"), py::arg("type"), Release())
      .def("reset_output_type", &Layer::reset_output_type, py::arg("index") = 0, Release())
      .def("__repr__", [](Layer const& l) {
        return text("<Layer '", l.name(), "' ", runtime::name_of(l.type()), ">");
      });
}

void register_loop(py::module_& m) {
  py::class_<Loop>(m, "Loop", "A loop of a network.")
      .def_property("name", &Loop::name, py::cpp_function(&Loop::set_name, Release()))
      .def(
          "add_trip_limit",
          [](Loop& l, Tensor const& tensor, std::string const& limit, std::string const& name) {
            return l.add_trip_limit(tensor,
                                    within("limit", [&] { return runtime::trip_limit_of(limit); }),
                                    options_with(name, {}));
          },
          py::arg("tensor"), py::arg("limit") = "count", py::kw_only(), py::arg("name") = "",
          Release())
      .def(
          "add_recurrence",
          [](Loop& l, Tensor const& initial_value, std::string const& name) {
            return l.add_recurrence(initial_value, options_with(name, {}));
          },
          py::arg("initial_value"), py::kw_only(), py::arg("name") = "", Release())
      .def(
          "add_iterator",
          [](Loop& l, Tensor const& tensor, int axis, bool reverse, std::string const& name) {
            return l.add_iterator(tensor, axis, reverse, options_with(name, {}));
          },
          py::arg("tensor"), py::arg("axis") = 0, py::arg("reverse") = false, py::kw_only(),
          py::arg("name") = "", Release())
      .def(
          "add_loop_output",
          [](Loop& l, Tensor const& tensor, std::string const& kind, int axis,
             std::optional<Tensor> const& length, std::string const& name) {
            return l.add_loop_output(
                tensor, within("output", [&] { return runtime::loop_output_of(kind); }), axis,
                length.value_or(Tensor()), options_with(name, {}));
          },
          py::arg("tensor"), py::arg("output") = "last_value", py::arg("axis") = 0,
          py::arg("length") = py::none(), py::kw_only(), py::arg("name") = "", Release());
}

// What is said of arguments without TensorRT, of shapes in place of tensors.
void register_checks(py::module_& module) {
  auto m = module.def_submodule("layer_checks");
  auto const weights = [](std::string const& dtype, int64_t count) {
    runtime::WeightValues out;
    out.type = type_named(dtype);
    out.count = count;
    return out;
  };
  m.def("axis", [](int axis, int rank) { return runtime::axis_in(axis, rank); });
  m.def("axes", &runtime::axes_in);
  m.def(
      "convolution",
      [weights](Shape const& input, int maps, Shape const& kernel_shape, int64_t kernel,
                int64_t bias, Shape const& stride, Shape const& padding, Shape const& pre_padding,
                Shape const& dilation, int groups, bool transposed, std::string const& dtype) {
        runtime::ConvolutionOptions options;
        options.stride = stride;
        options.padding = padding;
        options.pre_padding = pre_padding;
        options.dilation = dilation;
        options.num_groups = groups;
        runtime::check_convolution(input, maps, kernel_shape, weights(dtype, kernel),
                                   weights(dtype, bias), options, transposed);
      },
      py::arg("input"), py::arg("num_output_maps"), py::arg("kernel_shape"), py::arg("kernel"),
      py::arg("bias") = 0, py::kw_only(), py::arg("stride") = Shape{}, py::arg("padding") = Shape{},
      py::arg("pre_padding") = Shape{}, py::arg("dilation") = Shape{}, py::arg("num_groups") = 1,
      py::arg("transposed") = false, py::arg("dtype") = "float32");
  m.def("fully_connected",
        [weights](Shape const& input, int outputs, int64_t kernel, int64_t bias) {
          runtime::check_fully_connected(input, outputs, weights("float32", kernel),
                                         weights("float32", bias));
        });
  m.def("broadcast", &runtime::check_broadcast);
  m.def("concatenation", &runtime::check_concatenation);
  m.def("permutation", [](std::vector<int> const& permutation, int rank) {
    runtime::check_permutation(permutation, rank, "first_transpose");
  });
  m.def("reshape", &runtime::check_reshape, py::arg("input"), py::arg("reshape"),
        py::arg("zero_is_placeholder") = true);
  m.def("slice", &runtime::check_slice, py::arg("input"), py::arg("start"), py::arg("size"),
        py::arg("stride"), py::arg("strict") = true);
  m.def("matrices", &runtime::check_matrices, py::arg("a"), py::arg("transposed_a"),
        py::arg("vector_a"), py::arg("b"), py::arg("transposed_b"), py::arg("vector_b"));
  m.def(
      "weights",
      [](py::object const& array, std::string const& argument) {
        auto const w = weights_from(array, argument.c_str());
        return py::make_tuple(name_of(w.type), w.count, reinterpret_cast<uintptr_t>(w.data));
      },
      "(dtype, count, address) of what TensorRT is given.");
}

}  // namespace

runtime::WeightValues weights_from(py::object const& object, char const* argument) {
  runtime::WeightValues out;
  if (object.is_none()) return out;
  auto array = py::array::ensure(object, py::array::c_style);
  if (!array) {
    PyErr_Clear();
    fail(argument, ": expected an array, got ", std::string(py::repr(object)));
  }
  if (!py::hasattr(object, "dtype")) array = narrowed(array, argument);
  out.type = type_from(array, argument);
  out.count = static_cast<int64_t>(array.size());
  auto const held = std::shared_ptr<py::object>(new py::object(array), &delete_locked<py::object>);
  out.owner = std::shared_ptr<void const>(held, array.data());
  out.data = array.data();
  return out;
}

void register_network(py::module_& m) {
  register_tensor(m);
  register_layer(m);
  register_loop(m);
  register_checks(m);

  NetworkClass network(m, "Network", "A network definition; see trtplugins.Network.");
  network
      .def(py::init([](Network::Resource const& resource, py::object const& log) {
             auto sink = sink_from(log);
             py::gil_scoped_release const release;
             return std::make_unique<Network>(resource, std::move(sink));
           }),
           py::arg("resource") = py::none(), py::arg("log") = py::none())
      .def_property("name", &Network::name, py::cpp_function(&Network::set_name, Release()))
      .def_property_readonly("resource", &Network::resource)
      .def_property_readonly("inputs", &Network::inputs)
      .def_property_readonly("outputs", &Network::outputs)
      .def_property_readonly("layers", &Network::layers)
      .def_property_readonly("weights_digest", &Network::weights_digest)
      .def(
          "add_input",
          [](Network& n, std::string const& name, std::string const& dtype, Shape const& shape) {
            return n.add_input(name, within("dtype", [&] { return runtime::data_type_of(dtype); }),
                               shape);
          },
          py::arg("name"), py::arg("dtype"), py::arg("shape"), Release())
      .def("mark_output", &Network::mark_output, py::arg("tensor"), Release())
      .def("mark_output_for_shapes", &Network::mark_output_for_shapes, py::arg("tensor"), Release())
      .def("unmark_output", &Network::unmark_output, py::arg("tensor"), Release())
      .def(
          "set_weights_name",
          [](Network& n, py::object const& weights, std::string const& name) {
            auto const values = weights_from(weights, "weights");
            py::gil_scoped_release const release;
            n.set_weights_name(values, name);
          },
          py::arg("weights"), py::arg("name"))
      .def("add_loop", &Network::add_loop, py::arg("name") = "", Release())
      .def("add_plugin_v2", &add_plugin, py::arg("inputs"), py::arg("plugin"), py::arg("version"),
           py::arg("namespace"), py::arg("fields"), py::arg("name") = "",
           py::arg("precision") = py::none());
  register_spatial_layers(network);
  register_element_layers(network);
  register_shape_layers(network);

  m.def(
      "build_network",
      [](Network const& n, runtime::BuildOptions const& options,
         std::shared_ptr<runtime::Cancellation> const& cancellation) {
        // The copy is of the same network, and keeps it.
        return build_interruptibly(options, cancellation,
                                   [network = Network(n)](runtime::BuildOptions const& o) mutable {
                                     return network.build(o);
                                   });
      },
      py::arg("network"), py::arg("options"), py::kw_only(), py::arg("cancellation") = py::none(),
      "As build() of a model.");
}

}  // namespace trtp::python

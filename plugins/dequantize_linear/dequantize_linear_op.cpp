#include "../quantize_linear/scale_layout.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct FloatOfScale {
  bool ok(int64_t v) const { return v == 0 || v == 1 || v == 10; }
  std::string expected() const { return "1 (float32), 10 (float16) or 0"; }
};

struct DequantizeLinear {
  static constexpr auto name = "DequantizeLinear";
  static constexpr int since = 28;
  static constexpr auto doc =
      "Dequantisation: (x - x_zero_point) * x_scale. One scale for all of x, for every element of "
      "an axis, or for blocks along it. x is an integer of any type, carried in int32: for int8 "
      "with zero points of 0, TensorRT has layers of its own.";
  static constexpr Port inputs[] = {
      {"x", "Any shape."},
      {"x_scale",
       "One number; [x.shape[axis]]; or, with block_size, the shape of x with "
       "ceil(x.shape[axis] / block_size) for that."},
      optional("x_zero_point", "Shape of x_scale. 0 by default.")};
  static constexpr Port outputs[] = {{"y", "Shape of x."}};

  int64_t axis = 1;
  int64_t block_size = 0;
  int64_t output_dtype = 0;
  static auto attributes() {
    return std::tuple{
        attr("axis", &DequantizeLinear::axis,
             "The dimension that scales are for; negative: from the end."),
        attr("block_size", &DequantizeLinear::block_size,
             "So many elements along the axis share a scale; 0: all of them, or none.",
             at_least<int64_t>(0)),
        attr("output_dtype", &DequantizeLinear::output_dtype,
             "The type of y, by ONNX's number: that of x_scale, as is 0.", FloatOfScale{})};
  }

  using I = int32_t;
  template <class T>
  using Of = Row<In<I, T, I>, Out<T>>;
  using types = Rows<Of<float>, Of<__half>>;

  bool allows(Type const* row) const {
    return output_dtype == 0 || row[3] == (output_dtype == 1 ? Type::f32 : Type::f16);
  }

  Outputs shapes(Inputs const& in) const {
    check_scales(in[0], in[1], "x_scale", axis, block_size);
    return {in[0]};
  }

  template <class T>
  cudaError_t launch(Tensor<I const> x, Tensor<T const> scale, Tensor<I const> zero, Tensor<T> y,
                     Launch const& run) const {
    if (zero) check_zero_point(scale.shape, "x_scale", zero.shape, "x_zero_point");
    auto const layout = scale_layout(x.shape, scale.shape, "x_scale", axis, block_size);
    return kernels::dequantize(x.data, scale.data, zero.data, y.data, layout, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(DequantizeLinear)

}  // namespace trtp

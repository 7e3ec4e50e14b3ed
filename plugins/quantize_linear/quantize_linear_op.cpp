#include "../integer_product/integer_type.h"
#include "op/operator.h"
#include "scale_layout.h"

namespace trtp {
namespace {

struct OneOfFloats {
  bool ok(int64_t v) const { return v == 0 || v == 1 || v == 10; }
  std::string expected() const { return "1 (float32), 10 (float16) or 0"; }
};

struct QuantizeLinear {
  static constexpr auto name = "QuantizeLinear";
  static constexpr int since = 28;
  static constexpr auto doc =
      "Quantisation: x / y_scale, rounded to the nearest integer, ties to even, plus y_zero_point, "
      "saturated. One scale for all of x, for every element of an axis, or for blocks along it. "
      "The "
      "result is carried in int32: for int8 with zero points of 0, TensorRT has layers of its own.";
  static constexpr Port inputs[] = {
      {"x", "Any shape."},
      {"y_scale",
       "One number; [x.shape[axis]]; or, with block_size, the shape of x with "
       "ceil(x.shape[axis] / block_size) for that."},
      optional("y_zero_point", "Shape of y_scale. 0 by default.")};
  static constexpr Port outputs[] = {{"y", "Shape of x, in the range of output_dtype."}};

  int64_t axis = 1;
  int64_t block_size = 0;
  int64_t output_dtype = 0;
  int64_t precision = 0;
  bool saturate = true;
  static auto attributes() {
    return std::tuple{
        attr("axis", &QuantizeLinear::axis,
             "The dimension that scales are for; negative: from the end."),
        attr("block_size", &QuantizeLinear::block_size,
             "So many elements along the axis share a scale; 0: all of them, or none.",
             at_least<int64_t>(0)),
        attr("output_dtype", &QuantizeLinear::output_dtype,
             "The type of y, by ONNX's number, that int32 carries; 0: uint8.", few_bits),
        attr("precision", &QuantizeLinear::precision,
             "The type, by ONNX's number, that x / y_scale is computed in; 0: float32.",
             OneOfFloats{}),
        attr("saturate", &QuantizeLinear::saturate,
             "Of 8-bit floats, which there are none of here: integers are always saturated.")};
  }

  using I = int32_t;
  template <class X, class S>
  using Of = Row<In<X, S, I>, Out<I>>;
  using types = Rows<Of<float, float>, Of<__half, __half>, Of<__half, float>, Of<float, __half>,
                     Of<I, float>>;

  Outputs shapes(Inputs const& in) const {
    check_scales(in[0], in[1], "y_scale", axis, block_size);
    return {in[0]};
  }

  template <class X, class S>
  cudaError_t launch(Tensor<X const> x, Tensor<S const> scale, Tensor<I const> zero, Tensor<I> y,
                     Launch const& run) const {
    if (zero) check_zero_point(scale.shape, "y_scale", zero.shape, "y_zero_point");
    auto const range = integer_range(output_dtype == 0 ? 2 : output_dtype);
    auto const layout = scale_layout(x.shape, scale.shape, "y_scale", axis, block_size);
    auto const quotient =
        precision == 10 ? kernels::QuotientPrecision::f16 : kernels::QuotientPrecision::f32;
    return kernels::quantize(x.data, scale.data, zero.data, y.data, layout, range.low, range.high,
                             quotient, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(QuantizeLinear)

}  // namespace trtp

#include "../integer_product/convolution.h"
#include "../integer_product/integer_type.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct QLinearConv : ConvolutionAttributes {
  static constexpr auto name = "QLinearConv";
  static constexpr int since = 10;
  static constexpr auto doc =
      "Convolution of quantised tensors, quantised: the integer convolution and bias, times "
      "x_scale "
      "* w_scale / y_scale, plus y_zero_point, rounded to the nearest integer, ties to even, and "
      "saturated. 8-bit integers, signed or not, are carried in int32.";
  static constexpr Port inputs[] = {{"x", "[N, C, ...]; values in [-128, 255]."},
                                    {"x_scale", "One number."},
                                    {"x_zero_point", "One number, which is also what is padded."},
                                    {"w", "[M, C / group, ...]; values in [-128, 255]."},
                                    {"w_scale", "One number, or [M]."},
                                    {"w_zero_point", "One number, or [M]."},
                                    {"y_scale", "One number."},
                                    {"y_zero_point", "One number."},
                                    optional("B", "[M]: bias, in units of x_scale * w_scale.")};
  static constexpr Port outputs[] = {{"y", "[N, M, ...], in the range of output_dtype."}};

  int64_t output_dtype = 2;
  static auto attributes() {
    return std::tuple_cat(
        ConvolutionAttributes::attributes(),
        std::tuple{attr("output_dtype", &QLinearConv::output_dtype,
                        "Not ONNX's: the type of y_zero_point and y, by ONNX's "
                        "number, that int32 carries. y is saturated to its range.",
                        eight_bits)});
  }

  using I = int32_t;
  using types = Rows<Row<In<I, float, I, I, float, I, float, I, I>, Out<I>>>;

  Outputs shapes(Inputs const& in) const {
    if (in[8].present && in[8].rank() != 1)
      fail("input 'B': expected 1 dimension, got ", in[8].rank());
    return {shape(in[0], "x", in[3], "w")};
  }

  cudaError_t launch(Tensor<I const> x, Tensor<float const> x_scale, Tensor<I const> x_zero,
                     Tensor<I const> w, Tensor<float const> w_scale, Tensor<I const> w_zero,
                     Tensor<float const> y_scale, Tensor<I const> y_zero, Tensor<I const> bias,
                     Tensor<I> y, Launch const& run) const {
    auto p = convolution(x.shape, w.shape, y.shape);
    int64_t const channels = w.shape[0];
    if (bias && bias.shape[0] != channels)
      fail("input 'B': expected shape (", channels, ",), got ", to_string(bias.shape));
    p.x = x.data;
    p.w = w.data;
    p.x_zero = one_number("x_zero_point", x_zero);
    p.w_zero = per_channel("w_zero_point", w_zero, channels, group);
    p.bias = bias.data;
    p.y = y.data;
    kernels::Requantization<float> q;
    q.a_scale = {one_number("x_scale", x_scale), 0, 0, 0};
    q.b_scale = per_channel("w_scale", w_scale, channels, group);
    q.y_scale = {one_number("y_scale", y_scale), 0, 0, 0};
    q.y_zero = {one_number("y_zero_point", y_zero), 0, 0, 0};
    auto const range = integer_range(output_dtype);
    q.low = range.low;
    q.high = range.high;
    return kernels::integer_convolution(p, q, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(QLinearConv)

}  // namespace trtp

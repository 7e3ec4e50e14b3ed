#include "../integer_product/convolution.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct ConvInteger : ConvolutionAttributes {
  static constexpr auto name = "ConvInteger";
  static constexpr int since = 10;
  static constexpr auto doc =
      "Convolution of 8-bit integers, signed or not, less their zero points, in one to three "
      "dimensions: sums in int32. The 8-bit integers are carried in int32. Tensor cores compute "
      "it, "
      "exactly.";
  static constexpr Port inputs[] = {
      {"x", "[N, C, ...]; values in [-128, 255]."},
      {"w", "[M, C / group, ...]; values in [-128, 255]."},
      optional("x_zero_point", "One number, which is also what is padded. 0 by default."),
      optional("w_zero_point", "One number, or [M]. 0 by default.")};
  static constexpr Port outputs[] = {{"y", "[N, M, ...]."}};

  using I = int32_t;
  using types = Rows<Row<In<I, I, I, I>, Out<I>>>;

  Outputs shapes(Inputs const& in) const { return {shape(in[0], "x", in[1], "w")}; }

  cudaError_t launch(Tensor<I const> x, Tensor<I const> w, Tensor<I const> x_zero,
                     Tensor<I const> w_zero, Tensor<I> y, Launch const& run) const {
    auto p = convolution(x.shape, w.shape, y.shape);
    p.x = x.data;
    p.w = w.data;
    p.x_zero = one_number("x_zero_point", x_zero);
    p.w_zero = per_channel("w_zero_point", w_zero, w.shape[0], group);
    p.y = y.data;
    return kernels::integer_convolution(p, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(ConvInteger)

}  // namespace trtp

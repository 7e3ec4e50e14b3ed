#include "../integer_product/integer_type.h"
#include "../integer_product/matmul.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct QLinearMatMul {
  static constexpr auto name = "QLinearMatMul";
  static constexpr int since = 21;
  static constexpr auto doc =
      "Product of quantised matrices, quantised: the integer product times a_scale * b_scale / "
      "y_scale, plus y_zero_point, rounded to the nearest integer, ties to even, and saturated. "
      "8-bit integers, signed or not, are carried in int32.";
  static constexpr Port inputs[] = {
      {"a", "[..., M, K], as of NumPy's matmul; values in [-128, 255]."},
      {"a_scale", "One number; [M]; or [..., M, 1], one per row."},
      {"a_zero_point", "Shapes as of a_scale."},
      {"b", "[..., K, N]; values in [-128, 255]."},
      {"b_scale", "One number; [N]; or [..., 1, N], one per column."},
      {"b_zero_point", "Shapes as of b_scale."},
      {"y_scale", "One number; or [..., M, 1], or [..., 1, N]."},
      {"y_zero_point", "Shapes as of y_scale."}};
  static constexpr Port outputs[] = {{"y", "[..., M, N], in the range of output_dtype."}};

  int64_t output_dtype = 2;
  static auto attributes() {
    return std::tuple{attr("output_dtype", &QLinearMatMul::output_dtype,
                           "Not ONNX's: the type of y_zero_point and y, by ONNX's number, that "
                           "int32 carries. y is saturated to its range.",
                           eight_bits)};
  }

  using I = int32_t;
  template <class S>
  using Of = Row<In<I, S, I, I, S, I, S, I>, Out<I>>;
  using types = Rows<Of<float>, Of<__half>>;

  Outputs shapes(Inputs const& in) const {
    return {integer_product::matmul_shape(in[0], "a", in[3], "b")};
  }

  template <class S>
  cudaError_t launch(Tensor<I const> a, Tensor<S const> a_scale, Tensor<I const> a_zero,
                     Tensor<I const> b, Tensor<S const> b_scale, Tensor<I const> b_zero,
                     Tensor<S const> y_scale, Tensor<I const> y_zero, Tensor<I> y,
                     Launch const& run) const {
    auto p = integer_product::matrices_of(a.shape, b.shape);
    p.a = a.data;
    p.b = b.data;
    p.a_zero = integer_product::per_row("a_zero_point", a_zero, a.shape);
    p.b_zero = integer_product::per_column("b_zero_point", b_zero, b.shape);
    p.y = y.data;
    kernels::Requantization<S> q;
    q.a_scale = integer_product::per_row("a_scale", a_scale, a.shape);
    q.b_scale = integer_product::per_column("b_scale", b_scale, b.shape);
    q.y_scale = integer_product::per_element("y_scale", y_scale, y.shape);
    q.y_zero = integer_product::per_element("y_zero_point", y_zero, y.shape);
    auto const range = integer_range(output_dtype);
    q.low = range.low;
    q.high = range.high;
    return kernels::integer_product(p, q, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(QLinearMatMul)

}  // namespace trtp

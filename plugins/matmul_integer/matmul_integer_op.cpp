#include "../integer_product/matmul.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct MatMulInteger {
  static constexpr auto name = "MatMulInteger";
  static constexpr int since = 10;
  static constexpr auto doc =
      "Product of matrices of 8-bit integers, signed or not, less their zero points: sums in "
      "int32. The 8-bit integers are carried in int32, as TensorRT 8 has int8 in quantised "
      "networks "
      "alone and no uint8 in plugins. Tensor cores compute it, exactly.";
  static constexpr Port inputs[] = {
      {"A", "[..., M, K], as of NumPy's matmul; values in [-128, 255]."},
      {"B", "[..., K, N]; values in [-128, 255]."},
      optional("a_zero_point", "One number; [M]; or [..., M, 1], one per row. 0 by default."),
      optional("b_zero_point", "One number; [N]; or [..., 1, N], one per column. 0 by default.")};
  static constexpr Port outputs[] = {{"Y", "[..., M, N]."}};

  static auto attributes() { return std::tuple{}; }

  using I = int32_t;
  using types = Rows<Row<In<I, I, I, I>, Out<I>>>;

  Outputs shapes(Inputs const& in) const {
    return {integer_product::matmul_shape(in[0], "A", in[1], "B")};
  }

  cudaError_t launch(Tensor<I const> a, Tensor<I const> b, Tensor<I const> a_zero,
                     Tensor<I const> b_zero, Tensor<I> y, Launch const& run) const {
    auto p = integer_product::matrices_of(a.shape, b.shape);
    p.a = a.data;
    p.b = b.data;
    p.a_zero = integer_product::per_row("a_zero_point", a_zero, a.shape);
    p.b_zero = integer_product::per_column("b_zero_point", b_zero, b.shape);
    p.y = y.data;
    return kernels::integer_product(p, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(MatMulInteger)

}  // namespace trtp

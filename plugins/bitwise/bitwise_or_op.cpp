#include "bitwise_op.h"

namespace trtp {
namespace {

struct BitwiseOr {
  static constexpr auto name = "BitwiseOr";
  static constexpr int since = 18;
  static constexpr auto doc =
      "Bitwise or of integers, broadcast as NumPy does. Narrower integers are carried in int32.";
  static constexpr Port inputs[] = {{"A", "Any shape."}, {"B", "Broadcastable with A; type of A."}};
  static constexpr Port outputs[] = {{"C", "The shape that both are broadcast to; type of A."}};

  static auto attributes() { return std::tuple{}; }

  template <class T>
  using Same = Row<In<T, T>, Out<T>>;
  using types = Rows<Same<int32_t>, Same<bool>>;

  Outputs shapes(Inputs const& in) const { return {broadcast_shapes(in[0], in[1], "B")}; }

  template <class T>
  cudaError_t launch(Tensor<T const> a, Tensor<T const> b, Tensor<T> c, Launch const& run) const {
    return run_bitwise(kernels::Bitwise::bit_or, a, b, c, run);
  }
};

}  // namespace

TRTP_OPERATOR(BitwiseOr)

}  // namespace trtp

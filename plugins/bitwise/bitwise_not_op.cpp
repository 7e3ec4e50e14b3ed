#include "bitwise.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct BitwiseNot {
  static constexpr auto name = "BitwiseNot";
  static constexpr int since = 18;
  static constexpr auto doc =
      "All bits of integers inverted. Narrower integers are carried in int32.";
  static constexpr Port inputs[] = {{"X", "Any shape."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};
  static constexpr auto formats = Formats::elementwise;

  static auto attributes() { return std::tuple{}; }

  using types = Unary<int32_t, bool>;
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    return kernels::bitwise_not(x.data, y.data, x.count(), run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(BitwiseNot)

}  // namespace trtp

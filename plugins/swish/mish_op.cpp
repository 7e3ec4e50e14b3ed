#include "op/operator.h"
#include "swish.h"

namespace trtp {
namespace {

struct Mish {
  static constexpr auto name = "Mish";
  static constexpr int since = 22;
  static constexpr auto doc = "y = x * tanh(log(1 + exp(x))). Computed in float32.";
  static constexpr Port inputs[] = {{"X", "Any shape."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};
  static constexpr auto formats = Formats::elementwise;

  static auto attributes() { return std::tuple{}; }

  using types = Unary<float, __half>;
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    return kernels::mish(x.data, y.data, x.count(), run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(Mish)

}  // namespace trtp

#include "swish.h"

#include "op/operator.h"

namespace trtp {
namespace {

struct Swish {
  static constexpr auto name = "Swish";
  static constexpr int since = 24;
  static constexpr auto doc = "y = x * sigmoid(alpha * x). Computed in float32.";
  static constexpr Port inputs[] = {{"X", "Any shape."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};
  static constexpr auto formats = Formats::elementwise;

  float alpha = 1.F;
  static auto attributes() {
    return std::tuple{attr("alpha", &Swish::alpha, "Slope of the sigmoid.", finite)};
  }

  using types = Unary<float, __half>;
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    return kernels::swish(x.data, y.data, x.count(), alpha, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(Swish)

}  // namespace trtp

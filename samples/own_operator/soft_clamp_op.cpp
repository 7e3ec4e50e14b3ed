#include <trtplugins/operator.h>

#include "soft_clamp.h"

namespace {

using namespace trtp;

struct SoftClamp {
  static constexpr auto name = "SoftClamp";
  static constexpr auto doc = "y = limit * tanh(x / limit): values stay within -limit ... limit.";
  static constexpr Port inputs[] = {{"X", "Any shape."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};
  static constexpr auto formats = Formats::elementwise;

  float limit = 1.F;
  static auto attributes() {
    return std::tuple{attr("limit", &SoftClamp::limit, "The largest magnitude.", at_least(1e-6F))};
  }

  using types = Unary<float, __half>;
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    return soft_clamp(x.data, y.data, x.count(), limit, run.stream);
  }
};

TRTP_OPERATOR(SoftClamp)

}  // namespace

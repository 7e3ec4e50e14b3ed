#include "leaky_relu.h"
#include "op/operator.h"

namespace trtp {
namespace {

// The name and the field are those that TensorRT's users know from NVIDIA's plugin of version "1",
// which cannot be used in an explicit-batch network; hence version "2".
struct LReLU {
  static constexpr auto name = "LReLU_TRT";
  static constexpr auto version = "2";
  static constexpr auto doc = "Leaky ReLU: y = x where x >= 0, negSlope * x elsewhere.";
  static constexpr Port inputs[] = {{"X", "Any shape."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};
  static constexpr auto formats = Formats::elementwise;

  float slope = 0.01F;
  static auto attributes() {
    return std::tuple{attr("negSlope", &LReLU::slope, "Slope for negative values.", finite)};
  }

  using types = Unary<float, __half>;
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    return kernels::leaky_relu(x.data, y.data, x.count(), slope, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(LReLU)

}  // namespace trtp

#include "gelu.h"
#include "op/operator.h"

namespace trtp {

template <>
inline constexpr std::array enumerators<GeluForm>{Enumerator{"none", GeluForm::erf},
                                                  Enumerator{"tanh", GeluForm::tanh}};

namespace {

struct Gelu {
  static constexpr auto name = "Gelu";
  static constexpr int since = 20;
  static constexpr auto doc =
      "Gaussian error linear unit: y = x * Phi(x), Phi being the standard normal distribution "
      "function; or its "
      "approximation y = x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715 * x^3))). Computed in float32.";
  static constexpr Port inputs[] = {{"X", "Any shape."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};
  static constexpr auto formats = Formats::elementwise;

  GeluForm approximate = GeluForm::erf;
  static auto attributes() {
    return std::tuple{
        attr("approximate", &Gelu::approximate, "Which form: exact ('none') or 'tanh'.")};
  }

  using types = Unary<float, __half>;
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    return kernels::gelu(x.data, y.data, x.count(), approximate, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(Gelu)

}  // namespace trtp

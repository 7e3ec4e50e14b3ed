#include "op/operator.h"
#include "swish.h"

namespace trtp {
namespace {

struct SwiGLU {
  static constexpr auto name = "SwiGLU";
  static constexpr int since = 28;
  static constexpr auto doc = "y = a * sigmoid(alpha * a) * b. Computed in float32.";
  static constexpr Port inputs[] = {{"A", "The gate: any shape."}, {"B", "Shape and type of A."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of A."}};
  static constexpr auto formats = Formats::elementwise;

  float alpha = 1.F;
  static auto attributes() {
    return std::tuple{attr("alpha", &SwiGLU::alpha, "Slope of the sigmoid.", finite)};
  }

  template <class T>
  using Same = Row<In<T, T>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    auto const& a = in[0];
    auto const& b = in[1];
    if (a.rank() != b.rank()) fail("input 'B': expected rank ", a.rank(), ", got ", b.rank());
    for (int i = 0; i < a.rank(); ++i) {
      auto const m = a[i].known(), n = b[i].known();
      if (m && n && *m != *n) fail("input 'B': dimension ", i, ": expected ", *m, ", got ", *n);
    }
    return {a};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> a, Tensor<T const> b, Tensor<T> y, Launch const& run) const {
    return kernels::swiglu(a.data, b.data, y.data, a.count(), alpha, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(SwiGLU)

}  // namespace trtp

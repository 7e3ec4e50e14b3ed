#include "cumulative.h"
#include "op/operator.h"

namespace trtp {
namespace {

// CumSum and CumProd differ in name and fold alone.
template <class Op, kernels::Fold fold>
struct Cumulative {
  static constexpr Port inputs[] = {{"x", "Rank 1 to 8."}};
  static constexpr Port outputs[] = {{"y", "Shape and type of x."}};

  int64_t axis = 0;
  bool exclusive = false;
  bool reverse = false;
  static auto attributes() {
    return std::tuple{
        attr("axis", &Op::axis, "The dimension along which to accumulate; negative: from the end.",
             required),
        attr("exclusive", &Op::exclusive, "1: leave out the element itself."),
        attr("reverse", &Op::reverse, "1: accumulate from the last element to the first.")};
  }

  using types = Unary<float, __half, int32_t>;
  Outputs shapes(Inputs const& in) const {
    normalize_axis(axis, in[0].rank());
    return {in[0]};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    int const rank = x.shape.rank(), at = normalize_axis(axis, rank);
    return kernels::cumulative(x.data, y.data, x.shape.volume(0, at), x.shape[at],
                               x.shape.volume(at + 1, rank), fold, exclusive, reverse, run.stream);
  }
};

struct CumSum : Cumulative<CumSum, kernels::Fold::sum> {
  static constexpr auto name = "CumSum";
  static constexpr int since = 14;
  static constexpr auto doc =
      "Running sums along `axis`. float32 is accumulated in float64 and float16 in float32; int32 "
      "wraps around.";
};

struct CumProd : Cumulative<CumProd, kernels::Fold::product> {
  static constexpr auto name = "CumProd";
  static constexpr int since = 26;
  static constexpr auto doc =
      "Running products along `axis`. float32 is accumulated in float64 and float16 in float32; "
      "int32 wraps around.";
};

}  // namespace

TRTP_OPERATOR(CumSum)
TRTP_OPERATOR(CumProd)

}  // namespace trtp

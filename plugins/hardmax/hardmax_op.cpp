#include "hardmax.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct Hardmax {
  static constexpr auto name = "Hardmax";
  static constexpr int since = 13;
  static constexpr auto doc =
      "1 where the elements along `axis` are largest, 0 elsewhere. Of equal ones the first counts; "
      "NaN is larger than anything.";
  static constexpr Port inputs[] = {{"input", "Rank 1 to 8."}};
  static constexpr Port outputs[] = {{"output", "Shape and type of the input."}};

  int64_t axis = -1;
  static auto attributes() {
    return std::tuple{
        attr("axis", &Hardmax::axis, "The dimension to compare along; negative: from the end.")};
  }

  using types = Unary<float, __half>;

  Outputs shapes(Inputs const& in) const {
    normalize_axis(axis, in[0].rank());
    return {in[0]};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    int const rank = x.shape.rank(), at = normalize_axis(axis, rank);
    return kernels::hardmax(x.data, y.data, x.shape.volume(0, at), x.shape[at],
                            x.shape.volume(at + 1, rank), run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(Hardmax)

}  // namespace trtp

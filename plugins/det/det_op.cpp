#include "det.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct Det {
  static constexpr auto name = "Det";
  static constexpr int since = 22;
  static constexpr auto doc = "The determinant of each square matrix, computed in float64.";
  static constexpr Port inputs[] = {{"X", "[..., n, n]: rank 2 to 8."}};
  static constexpr Port outputs[] = {{"Y", "X without its last two dimensions; type of X."}};

  static auto attributes() { return std::tuple{}; }

  using types = Unary<float, __half>;

  Outputs shapes(Inputs const& in) const {
    auto const& x = in[0];
    if (x.rank() < 2) fail("input 'X': expected at least 2 dimensions, got ", x.rank());
    auto const rows = x[x.rank() - 2].known(), cols = x[x.rank() - 1].known();
    if (rows && cols && *rows != *cols) {
      fail("input 'X': expected square matrices, got ", *rows, " x ", *cols);
    }
    Dims y = x;
    y.dims.resize(y.dims.size() - 2);
    return {y};
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    auto const& x = in[0].shape;
    return kernels::det_workspace(x.volume(0, x.rank() - 2), x[x.rank() - 1]);
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    int const rank = x.shape.rank();
    int64_t const rows = x.shape[rank - 2], n = x.shape[rank - 1];
    if (rows != n) fail("input 'X': expected square matrices, got ", rows, " x ", n);
    return kernels::det(x.data, y.data, x.shape.volume(0, rank - 2), n, run.workspace, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(Det)

}  // namespace trtp

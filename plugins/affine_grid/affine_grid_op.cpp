#include "affine_grid.h"

#include <vector>

#include "op/operator.h"

namespace trtp {
namespace {

struct AffineGrid {
  static constexpr auto name = "AffineGrid";
  static constexpr int since = 20;
  static constexpr auto doc =
      "The coordinates at which GridSample has to look for an affine transformation of images or "
      "volumes. Computed in float32.";
  static constexpr Port inputs[] = {
      {"theta", "[N, 2, 3] for images, [N, 3, 4] for volumes: a matrix and a shift each."}};
  static constexpr Port outputs[] = {
      {"grid", "[N, H, W, 2] or [N, D, H, W, 3]: x, y and z, -1 to 1 inside; type of theta."}};

  std::vector<int64_t> size;
  bool align_corners = false;
  static auto attributes() {
    return std::tuple{
        attr("size", &AffineGrid::size, "[N, C, H, W] or [N, C, D, H, W] of what is sampled.",
             required),
        attr("align_corners", &AffineGrid::align_corners,
             "1: -1 and 1 are the centres of the outermost elements; 0: their outer edges.")};
  }

  void validate() const {
    if (size.size() != 4 && size.size() != 5) {
      fail("attribute 'size': expected 4 or 5 values, got ", size.size());
    }
    for (int64_t extent : size) {
      if (extent < 0) fail("attribute 'size': expected values >= 0, got ", extent);
    }
  }

  using types = Unary<float, __half>;

  Outputs shapes(Inputs const& in) const {
    auto const& theta = in[0];
    if (theta.rank() != 3) fail("input 'theta': expected rank 3, got ", theta.rank());
    int64_t const wanted[] = {size[0], rank(), rank() + 1};
    for (int d = 0; d < 3; ++d) {
      auto const is = theta[d].known();
      if (is && *is != wanted[d]) {
        fail("input 'theta': dimension ", d, ": expected ", wanted[d], ", got ", *is);
      }
    }
    Dims grid;
    grid.dims.push_back(theta[0]);
    for (size_t d = 2; d < size.size(); ++d) grid.dims.push_back(theta[0].literal(size[d]));
    grid.dims.push_back(theta[0].literal(rank()));
    return {grid};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> theta, Tensor<T> grid, Launch const& run) const {
    bool const volumes = rank() == 3;
    size_t const last = size.size() - 1;
    return kernels::affine_grid(theta.data, grid.data, static_cast<int>(rank()), theta.shape[0],
                                volumes ? size[2] : 1, size[last - 1], size[last], align_corners,
                                run.stream);
  }

 private:
  int64_t rank() const { return static_cast<int64_t>(size.size()) - 2; }
};

}  // namespace

TRTP_OPERATOR(AffineGrid)

}  // namespace trtp

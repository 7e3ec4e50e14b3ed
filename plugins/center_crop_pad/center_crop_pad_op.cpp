#include "center_crop_pad.h"

#include <optional>
#include <vector>

#include "op/operator.h"

namespace trtp {
namespace {

struct CenterCropPad {
  static constexpr auto name = "CenterCropPad";
  static constexpr int since = 18;
  static constexpr auto doc =
      "The middle of a tensor, or the tensor in the middle of zeros. Of an odd difference of "
      "extents the smaller half is cut off, or added, at the beginning.";
  static constexpr Port inputs[] = {{"input_data", "Rank 1 to 8."}};
  static constexpr Port outputs[] = {
      {"output_data",
       "The extents of `shape` at `axes`, elsewhere those of input_data; its type."}};

  std::vector<int64_t> shape;
  std::optional<std::vector<int64_t>> axes;
  static auto attributes() {
    return std::tuple{
        attr("shape", &CenterCropPad::shape, "The output's extents, one for each of `axes`.",
             required),
        attr("axes", &CenterCropPad::axes,
             "The dimensions that `shape` is about, negative: from the end; all if not given.")};
  }

  void validate() const {
    for (int64_t extent : shape) {
      if (extent < 0) fail("attribute 'shape': expected values >= 0, got ", extent);
    }
    if (axes && axes->size() != shape.size()) {
      fail("attribute 'shape': expected ", axes->size(), " values, as 'axes' has, got ",
           shape.size());
    }
  }

  using types = Unary<float, __half, int32_t, bool>;

  Outputs shapes(Inputs const& in) const {
    auto const& x = in[0];
    if (!axes && static_cast<size_t>(x.rank()) != shape.size()) {
      fail("attribute 'shape': expected ", x.rank(),
           " values, the rank of input 'input_data', as there are no 'axes', got ", shape.size());
    }
    Dims y = x;
    std::vector<bool> seen(static_cast<size_t>(x.rank()));
    for (size_t i = 0; i < shape.size(); ++i) {
      int const d = axes ? normalize_axis((*axes)[i], x.rank(), "axes") : static_cast<int>(i);
      if (seen[static_cast<size_t>(d)]) {
        fail("attribute 'axes': expected every dimension once, got ", d, " twice");
      }
      seen[static_cast<size_t>(d)] = true;
      y[d] = x[d].literal(shape[i]);
    }
    return {y};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    kernels::Centred extents;
    extents.rank = x.shape.rank();
    for (int d = 0; d < extents.rank; ++d) {
      extents.input[d] = x.shape[d];
      extents.output[d] = y.shape[d];
    }
    return kernels::center_crop_pad(x.data, y.data, extents, sizeof(T), run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(CenterCropPad)

}  // namespace trtp

#include "one_hot.h"

#include <limits>

#include "op/operator.h"

namespace trtp {
namespace {

struct OneHot {
  static constexpr auto name = "OneHot";
  static constexpr int since = 28;
  static constexpr auto doc =
      "A dimension of `depth` classes, in which the class that an index names has the on-value and "
      "all others have the off-value. Indices below zero count from the end; what is no class has "
      "no on-value.";
  static constexpr Port inputs[] = {{"indices", "Rank 0 to 7."},
                                    {"values", "[2]: the off-value and the on-value."}};
  static constexpr Port outputs[] = {
      {"output", "Shape of indices with `depth` inserted at the axis; type of values."}};

  int64_t depth = 0;
  int64_t axis = -1;
  static auto attributes() {
    return std::tuple{
        attr("depth", &OneHot::depth, "The number of classes.",
             between<int64_t>(0, std::numeric_limits<int32_t>::max()), required),
        attr("axis", &OneHot::axis,
             "The place of the new dimension in the output; negative: from the end.")};
  }

  template <class Index, class T>
  using To = Row<In<Index, T>, Out<T>>;
  using types =
      Rows<To<int32_t, float>, To<int32_t, __half>, To<int32_t, int32_t>, To<int32_t, bool>,
           To<float, float>, To<float, __half>, To<float, int32_t>, To<float, bool>>;

  Outputs shapes(Inputs const& in) const {
    auto const &indices = in[0], &values = in[1];
    int const at = normalize_axis(axis, indices.rank() + 1);
    if (values.rank() != 1) fail("input 'values': expected rank 1, got ", values.rank());
    if (auto const n = values[0].known(); n && *n != 2) {
      fail("input 'values': expected 2 elements, got ", *n);
    }
    Dims y = indices;
    y.dims.insert(y.dims.begin() + at, values[0].literal(depth));
    return {y};
  }

  template <class Index, class T>
  cudaError_t launch(Tensor<Index const> indices, Tensor<T const> values, Tensor<T> output,
                     Launch const& run) const {
    int const rank = indices.shape.rank(), at = normalize_axis(axis, rank + 1);
    return kernels::one_hot(indices.data, values.data, output.data, indices.shape.volume(0, at),
                            depth, indices.shape.volume(at, rank), run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(OneHot)

}  // namespace trtp

#include "op/operator.h"
#include "rms_normalization.h"

namespace trtp {
namespace {

struct RMSNormalization {
  static constexpr auto name = "RMSNormalization";
  static constexpr int since = 23;
  static constexpr auto doc =
      "Root-mean-square layer normalisation over the dimensions from `axis` on: y = x / "
      "sqrt(mean(x^2) + epsilon) * "
      "scale. The sum of squares is accumulated in float32.";
  static constexpr Port inputs[] = {{"X", "Rank 1 to 8."},
                                    {"scale", "Broadcastable to X.shape[axis:]; type of X."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};

  int64_t axis = -1;
  float epsilon = 1e-5F;
  int64_t stash_type = 1;
  static auto attributes() {
    return std::tuple{
        attr("axis", &RMSNormalization::axis,
             "The first normalised dimension; negative: from the end."),
        attr("epsilon", &RMSNormalization::epsilon, "Added to the mean square.", at_least(0.F)),
        attr("stash_type", &RMSNormalization::stash_type,
             "ONNX's number of the type in which the mean square is computed: 1, float32.",
             only<int64_t>(1))};
  }

  template <class T>
  using Same = Row<In<T, T>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    auto const& x = in[0];
    auto const& scale = in[1];
    int const first = normalize_axis(axis, x.rank());
    if (scale.rank() > x.rank() - first) {
      fail("input 'scale': expected rank <= ", x.rank() - first, " (X.shape[axis:]), got ",
           scale.rank());
    }
    for (int i = 1; i <= scale.rank(); ++i) {
      auto const s = scale[scale.rank() - i].known(), d = x[x.rank() - i].known();
      if (s && d && *s != 1 && *s != *d) {
        fail("input 'scale': dimension ", scale.rank() - i, ": expected 1 or ", *d, ", got ", *s);
      }
    }
    return {x};
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    Shape const& x = in[0].shape;
    int const first = normalize_axis(axis, x.rank());
    return kernels::row_normalization_workspace(x.volume(0, first), x.volume(first, x.rank()),
                                                static_cast<int>(size_of(in[0].type)));
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T const> scale, Tensor<T> y,
                     Launch const& run) const {
    int const rank = x.shape.rank(), first = normalize_axis(axis, rank);
    auto const layout =
        kernels::broadcast(x.shape.begin(), rank, scale.shape.begin(), scale.shape.rank());
    return kernels::rms_normalization(x.data, scale.data, layout, y.data, x.shape.volume(0, first),
                                      x.shape.volume(first, rank), epsilon, run.workspace,
                                      run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(RMSNormalization)

}  // namespace trtp

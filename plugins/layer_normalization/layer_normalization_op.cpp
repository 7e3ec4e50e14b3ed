#include "layer_normalization.h"
#include "op/operator.h"

namespace trtp {
namespace {

void check_broadcastable(Dims const& from, Dims const& to, char const* name) {
  if (from.rank() > to.rank()) {
    fail("input '", name, "': expected rank <= ", to.rank(), " (that of X), got ", from.rank());
  }
  for (int i = 1; i <= from.rank(); ++i) {
    auto const s = from[from.rank() - i].known(), d = to[to.rank() - i].known();
    if (s && d && *s != 1 && *s != *d) {
      fail("input '", name, "': dimension ", from.rank() - i, ": expected 1 or ", *d, ", got ", *s);
    }
  }
}

template <class T>
kernels::BroadcastTensor<T> to_shape(Shape const& x, Tensor<T const> const& t) {
  if (!t) return {};
  return {t.data, kernels::broadcast(x.begin(), x.rank(), t.shape.begin(), t.shape.rank())};
}

struct LayerNormalization {
  static constexpr auto name = "LayerNormalization";
  static constexpr int since = 17;
  static constexpr auto doc =
      "Normalisation over the dimensions from `axis` on: Y = (X - mean) / sqrt(variance + epsilon) "
      "* Scale + B. In float32 whatever the type, and rounded once.";
  static constexpr Port inputs[] = {{"X", "Rank 1 to 8."},
                                    {"Scale", "Broadcastable to X; type of X."},
                                    optional("B", "Broadcastable to X; type of X. 0 by default.")};
  static constexpr Port outputs[] = {
      {"Y", "Shape and type of X."},
      {"Mean", "X.shape with 1 for every dimension from `axis` on; float32."},
      {"InvStdDev", "1 / sqrt(variance + epsilon). Shape and type of Mean."}};

  int64_t axis = -1;
  float epsilon = 1e-5F;
  int64_t stash_type = 1;
  static auto attributes() {
    return std::tuple{
        attr("axis", &LayerNormalization::axis,
             "The first normalised dimension; negative: from the end."),
        attr("epsilon", &LayerNormalization::epsilon, "Added to the variance.", at_least(0.F)),
        attr("stash_type", &LayerNormalization::stash_type,
             "ONNX's number of the type of Mean and InvStdDev, and of what is computed before "
             "Scale: 1, float32.",
             only<int64_t>(1))};
  }

  template <class T>
  using Same = Row<In<T, T, T>, Out<T, float, float>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    Dims const& x = in[0];
    int const first = normalize_axis(axis, x.rank());
    check_broadcastable(in[1], x, "Scale");
    if (in[2].present) check_broadcastable(in[2], x, "B");
    Dims statistics = x;
    for (int i = first; i < x.rank(); ++i) statistics[i] = x[i].literal(1);
    return {x, statistics, statistics};
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    Shape const& x = in[0].shape;
    int const first = normalize_axis(axis, x.rank());
    return kernels::row_normalization_workspace(x.volume(0, first), x.volume(first, x.rank()),
                                                static_cast<int>(size_of(in[0].type)));
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T const> scale, Tensor<T const> bias, Tensor<T> y,
                     Tensor<float> mean, Tensor<float> inverse, Launch const& run) const {
    int const rank = x.shape.rank(), first = normalize_axis(axis, rank);
    return kernels::layer_normalization(
        x.data, to_shape(x.shape, scale), to_shape(x.shape, bias), y.data, mean.data, inverse.data,
        x.shape.volume(0, first), x.shape.volume(first, rank), epsilon, run.workspace, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(LayerNormalization)

}  // namespace trtp

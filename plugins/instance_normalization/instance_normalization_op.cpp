#include "../layer_normalization/groups.h"

namespace trtp {
namespace {

struct InstanceNormalization {
  static constexpr auto name = "InstanceNormalization";
  static constexpr int since = 22;
  static constexpr auto doc =
      "Normalisation of every channel of each sample: output = (input - mean) / sqrt(variance + "
      "epsilon) * scale + B. In float32 whatever the type, and rounded once.";
  static constexpr Port inputs[] = {{"input", "[N, C, ...], rank 2 to 8."},
                                    {"scale", "[C]; type of input."},
                                    {"B", "[C]; type of input."}};
  static constexpr Port outputs[] = {{"output", "Shape and type of input."}};

  float epsilon = 1e-5F;
  static auto attributes() {
    return std::tuple{
        attr("epsilon", &InstanceNormalization::epsilon, "Added to the variance.", at_least(0.F))};
  }

  template <class T>
  using Same = Row<In<T, T, T>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    check_groups(in[0], inputs[0].name, 1, "groups");
    for (int i : {1, 2}) {
      Dims const& t = in[static_cast<size_t>(i)];
      check_per_channel(t, inputs[i].name, in[0], in[0][1].known().value_or(1));
    }
    return {in[0]};
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    return groups_workspace(in[0], in[0].shape[1]);
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T const> scale, Tensor<T const> bias, Tensor<T> y,
                     Launch const& run) const {
    return normalize_groups(x, x.shape[1], scale, bias, y, epsilon, run);
  }
};

}  // namespace

TRTP_OPERATOR(InstanceNormalization)

}  // namespace trtp

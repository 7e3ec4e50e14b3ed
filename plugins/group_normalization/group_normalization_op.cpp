#include "../layer_normalization/groups.h"

namespace trtp {
namespace {

struct GroupNormalization {
  static constexpr auto name = "GroupNormalization";
  static constexpr int since = 21;
  static constexpr auto doc =
      "Normalisation of groups of adjacent channels of each sample: Y = (X - mean) / sqrt(variance "
      "+ epsilon) * scale + bias. In float32 whatever the type, and rounded once. With a scale and "
      "bias per group it is the operator as opset 18 has it.";
  static constexpr Port inputs[] = {{"X", "[N, C, ...], rank 2 to 8."},
                                    {"scale", "[C], or [num_groups]; type of X."},
                                    {"bias", "[C], or [num_groups]; type of X."}};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};

  int64_t num_groups = 0;
  float epsilon = 1e-5F;
  int64_t stash_type = 1;
  static auto attributes() {
    return std::tuple{
        attr("num_groups", &GroupNormalization::num_groups, "A divisor of C.", at_least<int64_t>(1),
             required),
        attr("epsilon", &GroupNormalization::epsilon, "Added to the variance.", at_least(0.F)),
        attr("stash_type", &GroupNormalization::stash_type,
             "ONNX's number of the type of what is computed before scale: 1, float32.",
             only<int64_t>(1))};
  }

  template <class T>
  using Same = Row<In<T, T, T>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    check_groups(in[0], inputs[0].name, num_groups, "num_groups");
    for (int i : {1, 2}) {
      check_per_channel(in[static_cast<size_t>(i)], inputs[i].name, in[0], num_groups);
    }
    return {in[0]};
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    return groups_workspace(in[0], num_groups);
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T const> scale, Tensor<T const> bias, Tensor<T> y,
                     Launch const& run) const {
    return normalize_groups(x, num_groups, scale, bias, y, epsilon, run);
  }
};

}  // namespace

TRTP_OPERATOR(GroupNormalization)

}  // namespace trtp

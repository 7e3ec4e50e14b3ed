#include "causal_conv.h"
#include "op/operator.h"

namespace trtp {

enum class ConvActivation { none, silu, swish };
template <>
inline constexpr std::array enumerators<ConvActivation>{Enumerator{"none", ConvActivation::none},
                                                        Enumerator{"silu", ConvActivation::silu},
                                                        Enumerator{"swish", ConvActivation::swish}};

namespace {

void expect(Dims const& t, char const* name, int dim, Dim const& wanted, char const* why) {
  auto const got = t[dim].known(), expected = wanted.known();
  if (got && expected && *got != *expected) {
    fail("input '", name, "': dimension ", dim, ": expected ", *expected, " (", why, "), got ",
         *got);
  }
}

void expect_rank(Dims const& t, char const* name, int rank) {
  if (t.rank() != rank) {
    fail("input '", name, "': expected ", rank, rank == 1 ? " dimension" : " dimensions", ", got ",
         t.rank());
  }
}

struct CausalConvWithState {
  static constexpr auto name = "CausalConvWithState";
  static constexpr int since = 27;
  static constexpr auto doc =
      "Causal convolution of each channel with its own weights, over past_state followed by the "
      "input: output[b, c, t] = f(bias[c] + sum of weight[c, 0, j] * padded[b, c, t + j]). "
      "Accumulated in float32.";
  static constexpr Port inputs[] = {
      {"input", "[batch, channels, length]."},
      {"weight", "[channels, 1, k]; type of input."},
      optional("bias", "[channels]; type of input. 0 by default."),
      optional("past_state", "[batch, channels, k - 1]; type of input. 0 by default.")};
  static constexpr Port outputs[] = {
      {"output", "Shape and type of input."},
      {"present_state", "[batch, channels, k - 1]: the last of past_state followed by input."}};

  ConvActivation activation = ConvActivation::none;
  static auto attributes() {
    return std::tuple{attr("activation", &CausalConvWithState::activation,
                           "f: nothing, or x * sigmoid(x) by either of its names.")};
  }

  template <class T>
  using Same = Row<In<T, T, T, T>, Out<T, T>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    Dims const &x = in[0], &weight = in[1], &bias = in[2], &past = in[3];
    expect_rank(x, "input", 3);
    expect_rank(weight, "weight", 3);
    Dim const taps = weight[2];
    if (taps.known() && *taps.known() < 1) fail("input 'weight': dimension 2: expected at least 1");
    expect(weight, "weight", 0, x[1], "channels");
    expect(weight, "weight", 1, x[1].literal(1), "channels convolve alone");
    Dims state = x;
    state[2] = taps - 1;
    if (bias.present) {
      expect_rank(bias, "bias", 1);
      expect(bias, "bias", 0, x[1], "channels");
    }
    if (past.present) {
      expect_rank(past, "past_state", 3);
      expect(past, "past_state", 0, x[0], "batch");
      expect(past, "past_state", 1, x[1], "channels");
      expect(past, "past_state", 2, state[2], "k - 1");
    }
    return {x, state};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T const> weight, Tensor<T const> bias,
                     Tensor<T const> past, Tensor<T> y, Tensor<T> present,
                     Launch const& run) const {
    return kernels::causal_conv<T>(
        {x.data, weight.data, bias.data, past.data, y.data, present.data, x.shape[0], x.shape[1],
         x.shape[2], weight.shape[2], activation != ConvActivation::none},
        run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(CausalConvWithState)

}  // namespace trtp

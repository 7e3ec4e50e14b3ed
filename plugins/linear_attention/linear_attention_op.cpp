#include <algorithm>
#include <cmath>

#include "linear_attention.h"
#include "op/operator.h"

namespace trtp {

enum class UpdateRule { linear, gated, delta, gated_delta };

template <>
inline constexpr std::array enumerators<UpdateRule>{
    Enumerator{"linear", UpdateRule::linear}, Enumerator{"gated", UpdateRule::gated},
    Enumerator{"delta", UpdateRule::delta}, Enumerator{"gated_delta", UpdateRule::gated_delta}};

namespace {

// Formal inputs.
enum { query, key, value, past_state, decay, beta };

struct LinearAttention {
  static constexpr auto name = "LinearAttention";
  static constexpr int since = 27;
  static constexpr auto doc =
      "Linear attention as a recurrence over the steps: a state S per head of keys is decayed, "
      "S *= exp(decay) ('gated', 'gated_delta'), takes up a key and a value, S += k v^T, or what "
      "of the value it does not hold yet, S += beta k (v - S^T k)^T ('delta', 'gated_delta'), and "
      "answers queries, y = scale S^T q. Computed in float32, with the state in registers for "
      "heads of keys of up to 256.";
  static constexpr Port inputs[] = {
      {"query", "[batch, steps, q_num_heads * key_size]."},
      {"key", "[batch, steps, kv_num_heads * key_size]."},
      {"value", "[batch, steps, kv_num_heads * value_size]."},
      optional("past_state", "[batch, kv_num_heads, key_size, value_size]; zeros by default."),
      optional("decay",
               "[batch, steps, kv_num_heads * key_size], or [batch, steps, kv_num_heads]: "
               "logarithms of what rows of the state are multiplied by."),
      optional("beta", "[batch, steps, kv_num_heads], or [batch, steps, 1].")};
  static constexpr Port outputs[] = {
      {"output", "[batch, steps, q_num_heads * value_size], type of query."},
      {"present_state",
       "The state after the last step; type of past_state, of query where there is none."}};

  int64_t q_num_heads = 1, kv_num_heads = 1;
  UpdateRule update_rule = UpdateRule::gated_delta;
  float scale = 0.F;
  int64_t chunk_size = 64;
  static auto attributes() {
    return std::tuple{
        attr("q_num_heads", &LinearAttention::q_num_heads,
             "Heads of queries, a multiple of kv_num_heads.", at_least<int64_t>(1), required),
        attr("kv_num_heads", &LinearAttention::kv_num_heads, "Heads of keys and values.",
             at_least<int64_t>(1), required),
        attr("update_rule", &LinearAttention::update_rule, "How a state takes up a key and value."),
        attr("scale", &LinearAttention::scale, "0: 1 / sqrt(key_size).", finite),
        attr("chunk_size", &LinearAttention::chunk_size, "A hint of ONNX's, of no effect here.")};
  }

  template <class T, class S>
  using Types = Row<In<T, T, T, S, T, T>, Out<T, S>>;
  using types =
      Rows<Types<float, float>, Types<__half, __half>, Types<__half, float>, Types<float, __half>>;

  void validate() const {
    if (q_num_heads % kv_num_heads != 0) {
      fail("attribute 'q_num_heads': expected a multiple of kv_num_heads, ", kv_num_heads, ", got ",
           q_num_heads);
    }
  }

  static void expect(int i, char const* what, Dim got, Dim wanted) {
    auto const a = got.known(), b = wanted.known();
    if (a && b && *a != *b) {
      fail("input '", inputs[i].name, "': expected ", *b, " as its ", what, ", got ", *a);
    }
  }
  static Dim width_of(Inputs const& in, int i, int64_t heads) {
    Dim const columns = in[static_cast<size_t>(i)][2];
    auto const known = columns.known();
    if (known && *known % heads != 0) {
      fail("input '", inputs[i].name, "': expected a multiple of ", heads,
           ", its heads, as its last dimension, got ", *known);
    }
    return floor_div(columns, heads);
  }

  Outputs shapes(Inputs const& in) const {
    bool const gated = update_rule == UpdateRule::gated || update_rule == UpdateRule::gated_delta;
    bool const delta = update_rule == UpdateRule::delta || update_rule == UpdateRule::gated_delta;
    if (in[decay].present != gated) {
      fail("input 'decay': this update_rule ", gated ? "needs" : "does not take", " it");
    }
    if (in[beta].present != delta) {
      fail("input 'beta': this update_rule ", delta ? "needs" : "does not take", " it");
    }
    for (int i = query; i <= beta; ++i) {
      Dims const& x = in[static_cast<size_t>(i)];
      if (!x.present) continue;
      int const rank = i == past_state ? 4 : 3;
      if (x.rank() != rank) {
        fail("input '", inputs[i].name, "': expected rank ", rank, ", got ", x.rank());
      }
      expect(i, "batch", x[0], in[query][0]);
      if (i != past_state) expect(i, "steps", x[1], in[query][1]);
    }
    Dim const key_size = width_of(in, query, q_num_heads);
    Dim const value_size = width_of(in, value, kv_num_heads);
    Dim const heads = key_size.literal(kv_num_heads);
    expect(key, "key size", width_of(in, key, kv_num_heads), key_size);
    if (in[past_state].present) {
      expect(past_state, "heads", in[past_state][1], heads);
      expect(past_state, "key size", in[past_state][2], key_size);
      expect(past_state, "value size", in[past_state][3], value_size);
    }
    auto const keys = key_size.known();
    auto const gates = gated ? in[decay][2].known() : std::nullopt;
    if (gates && keys && *gates != kv_num_heads && *gates != kv_num_heads * *keys) {
      fail("input 'decay': expected ", kv_num_heads, " or ", kv_num_heads * *keys,
           " as its last dimension, got ", *gates);
    }
    auto const rates = delta ? in[beta][2].known() : std::nullopt;
    if (rates && *rates != kv_num_heads && *rates != 1) {
      fail("input 'beta': expected ", kv_num_heads, " or 1 as its last dimension, got ", *rates);
    }
    Dims output = in[query], state;
    output[2] = value_size * q_num_heads;
    state.dims = {in[query][0], heads, key_size, value_size};
    return {output, state};
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    return kernels::linear_attention_workspace(in[query].shape[0], kv_num_heads,
                                               in[query].shape[2] / q_num_heads,
                                               in[value].shape[2] / kv_num_heads);
  }

  template <class T, class S>
  cudaError_t launch(Tensor<T const> q, Tensor<T const> k, Tensor<T const> v, Tensor<S const> past,
                     Tensor<T const> decays, Tensor<T const> betas, Tensor<T> y, Tensor<S> present,
                     Launch const& run) const {
    kernels::LinearAttention<T, S> a;
    a.batch = q.shape[0];
    a.steps = q.shape[1];
    a.q_heads = q_num_heads;
    a.kv_heads = kv_num_heads;
    a.key_size = q.shape[2] / q_num_heads;
    a.value_size = v.shape[2] / kv_num_heads;
    check(a.batch, a.steps, kv_num_heads * a.key_size, k.shape, "key");
    check(a.batch, a.steps, v.shape[2], v.shape, "value");
    a.query = q.data;
    a.key = k.data;
    a.value = v.data;
    a.past = past.data;
    if (past && past.shape != Shape{a.batch, a.kv_heads, a.key_size, a.value_size}) {
      fail("input 'past_state': does not go with query and value, got ", to_string(past.shape));
    }
    if (decays) {
      a.decay = decays.data;
      a.decay_size = decays.shape[2] == kv_num_heads ? 1 : a.key_size;
      check(a.batch, a.steps, kv_num_heads * a.decay_size, decays.shape, "decay");
    }
    if (betas) {
      a.beta = betas.data;
      a.beta_heads = betas.shape[2] == 1 ? 1 : kv_num_heads;
      check(a.batch, a.steps, a.beta_heads, betas.shape, "beta");
    }
    a.y = y.data;
    a.present = present.data;
    a.scale = scale != 0.F
                  ? scale
                  : static_cast<float>(
                        1.0 / std::sqrt(static_cast<double>(std::max<int64_t>(1, a.key_size))));
    return kernels::linear_attention(a, run.workspace, run.stream);
  }

  // What could not be known before.
  static void check(int64_t batch, int64_t steps, int64_t columns, Shape const& got,
                    char const* what) {
    Shape const wanted{batch, steps, columns};
    if (got != wanted) {
      fail("input '", what, "': expected ", to_string(wanted), ", got ", to_string(got));
    }
  }
};

}  // namespace

TRTP_OPERATOR(LinearAttention)

}  // namespace trtp

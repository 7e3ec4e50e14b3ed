#include <algorithm>
#include <string>

#include "attention.h"
#include "op/operator.h"

namespace trtp {
namespace {

using kernels::AttentionMask;
using kernels::RowStrides;

// Formal inputs.
enum { q, k, v, attn_mask, past_key, past_value, nonpad_kv_seqlen };

struct SoftmaxPrecision {
  bool ok(int64_t v) const { return v == 1 || v == 10 || v == 11 || v == 16; }
  std::string expected() const {
    return "ONNX's number of a float type: 1, 10, 11 or 16 (float32 is used for each)";
  }
};

// Heads are a dimension of a tensor of rank 4, and part of the last one otherwise.
template <class Shape>
auto rows_of(Shape const& s) {
  return s[s.rank() - 2];
}

template <class T>
AttentionMask::Type mask_type() {
  return std::is_same_v<T, bool>    ? AttentionMask::Type::boolean
         : std::is_same_v<T, float> ? AttentionMask::Type::f32
                                    : AttentionMask::Type::f16;
}

// [batch, heads, rows, width], contiguous.
RowStrides heads_outside(Shape const& s) { return {s.volume(1, 4), s.volume(2, 4), s[3]}; }

// [batch, rows, heads * width], contiguous; a tensor of rank 4 as above.
RowStrides strides_of(Shape const& s, int64_t heads) {
  if (s.rank() == 4) return heads_outside(s);
  return {s.volume(1, 3), s[2] / heads, s[2]};
}

struct Attention {
  static constexpr auto name = "Attention";
  static constexpr int since = 25;
  static constexpr auto doc =
      "Scaled dot-product attention, softmax(Q K^T * scale + bias) V, of many heads, with shared "
      "heads of keys and values, causal and windowed masks, and caches of keys and values, kept "
      "here or outside. Scores are never in memory unless `qk_matmul_output` is used. Computed in "
      "float32; products of float16 by tensor cores. A mask may be shorter than the keys, and "
      "leaves out those behind it; a mask of one key is not repeated.";
  static constexpr Port inputs[] = {
      {"Q", "[batch, q_heads, q_rows, head_size], or [batch, q_rows, q_heads * head_size]."},
      {"K", "[batch, kv_heads, rows, head_size], or [batch, rows, kv_heads * head_size]."},
      {"V", "[batch, kv_heads, rows, v_head_size], or [batch, rows, kv_heads * v_head_size]."},
      optional("attn_mask",
               "Broadcastable to [batch, q_heads, q_rows, keys], the last dimension "
               "apart: booleans, true for keys that count, or numbers to be added to the scores."),
      optional("past_key", "[batch, kv_heads, past_rows, head_size]: keys before K."),
      optional("past_value", "[batch, kv_heads, past_rows, v_head_size]: values before V."),
      optional("nonpad_kv_seqlen",
               "[batch]: how many of the keys count, where K and V are a whole cache.")};
  static constexpr Port outputs[] = {
      {"Y", "As Q, with v_head_size in the place of head_size."},
      {"present_key", "[batch, kv_heads, past_rows + rows, head_size]: past_key, then K."},
      {"present_value", "[batch, kv_heads, past_rows + rows, v_head_size]: past_value, then V."},
      {"qk_matmul_output", "[batch, q_heads, q_rows, past_rows + rows]: scores."}};

  bool is_causal = false;
  std::optional<int64_t> q_num_heads, kv_num_heads;
  std::optional<float> scale;
  float softcap = 0.F;
  std::optional<int64_t> softmax_precision;
  int64_t qk_matmul_output_mode = 0;
  int64_t left_window_size = -1, right_window_size = -1;
  static auto attributes() {
    return std::tuple{
        attr("is_causal", &Attention::is_causal,
             "Whether queries see no keys behind them. Query i is behind the keys of the past, or "
             "is one of the last of the nonpad_kv_seqlen keys."),
        attr("q_num_heads", &Attention::q_num_heads, "Heads of Q, needed for rank 3.",
             at_least<int64_t>(1)),
        attr("kv_num_heads", &Attention::kv_num_heads, "Heads of K and V, needed for rank 3.",
             at_least<int64_t>(1)),
        attr("scale", &Attention::scale, "By default 1 / sqrt(head_size).", at_least(0.F)),
        attr("softcap", &Attention::softcap,
             "Scores s become softcap * tanh(s / softcap); 0: they do not.", at_least(0.F)),
        attr("softmax_precision", &Attention::softmax_precision, "The type of the softmax.",
             SoftmaxPrecision{}),
        attr("qk_matmul_output_mode", &Attention::qk_matmul_output_mode,
             "What qk_matmul_output is. 0: products, 1: after softcap, 2: with the bias, 3: after "
             "softmax.",
             between<int64_t>(0, 3)),
        attr("left_window_size", &Attention::left_window_size,
             "How far behind a query it sees; -1: any distance.", at_least<int64_t>(-1)),
        attr("right_window_size", &Attention::right_window_size,
             "How far before a query it sees; -1: any distance.", at_least<int64_t>(-1))};
  }

  template <class T, class V, class M>
  using Types = Row<In<T, T, V, M, T, V, int32_t>, Out<T, T, V, T>>;
  using h = __half;
  using types = Rows<Types<float, float, bool>, Types<h, h, bool>, Types<float, float, float>,
                     Types<h, h, h>, Types<h, h, float>, Types<float, float, h>,
                     Types<float, h, bool>, Types<float, h, h>, Types<float, h, float>,
                     Types<h, float, bool>, Types<h, float, h>, Types<h, float, float>>;

  // Expects an extent of input i to be another one, where both are known.
  static void expect(int i, char const* what, Dim got, Dim wanted) {
    auto const a = got.known(), b = wanted.known();
    if (a && b && *a != *b) {
      fail("input '", inputs[i].name, "': expected ", *b, " as its ", what, ", got ", *a);
    }
  }
  static void expect_rank(Inputs const& in, int i, int rank) {
    int const got = in[static_cast<size_t>(i)].rank();
    if (got != rank) fail("input '", inputs[i].name, "': expected rank ", rank, ", got ", got);
  }

  // Heads, and the columns of each.
  struct Heads {
    Dim count;
    Dim width;
  };
  static Heads heads_of(Inputs const& in, int i, std::optional<int64_t> const& count,
                        char const* attribute) {
    Dims const& x = in[static_cast<size_t>(i)];
    if (x.rank() == 4) {
      if (count) expect(i, attribute, x[1], x[1].literal(*count));
      return {x[1], x[3]};
    }
    if (!count) fail("attribute '", attribute, "' is needed for inputs of rank 3");
    auto const columns = x[2].known();
    if (columns && *columns % *count != 0) {
      fail("input '", inputs[i].name, "': dimension 2: expected a multiple of ", attribute, ", ",
           *count, ", got ", *columns);
    }
    return {x[2].literal(*count), floor_div(x[2], *count)};
  }

  Outputs shapes(Inputs const& in) const {
    int const rank = in[q].rank();
    if (rank != 3 && rank != 4) fail("input 'Q': expected rank 3 or 4, got ", rank);
    expect_rank(in, k, rank);
    expect_rank(in, v, rank);
    Heads const queries = heads_of(in, q, q_num_heads, "q_num_heads");
    Heads const keys = heads_of(in, k, kv_num_heads, "kv_num_heads");
    Heads const values = heads_of(in, v, kv_num_heads, "kv_num_heads");
    Dim const batch = in[q][0];
    for (int const i : {k, v}) expect(i, "batch", in[static_cast<size_t>(i)][0], batch);
    expect(k, "head size", keys.width, queries.width);
    expect(v, "heads", values.count, keys.count);
    expect(v, "rows", rows_of(in[v]), rows_of(in[k]));
    auto const q_heads = queries.count.known(), kv_heads = keys.count.known();
    if (q_heads && kv_heads && (*kv_heads == 0 ? *q_heads != 0 : *q_heads % *kv_heads != 0)) {
      fail("expected a number of heads of Q that is a multiple of those of K, got ", *q_heads,
           " and ", *kv_heads);
    }

    if (in[past_key].present != in[past_value].present) {
      fail("past_key and past_value go together, got one of them");
    }
    Dim total = rows_of(in[k]);
    if (in[past_key].present) {
      if (in[nonpad_kv_seqlen].present) {
        fail("nonpad_kv_seqlen tells of a cache outside; past_key and past_value of one in here");
      }
      for (int const i : {past_key, past_value}) {
        expect_rank(in, i, 4);
        Dims const& past = in[static_cast<size_t>(i)];
        expect(i, "batch", past[0], batch);
        expect(i, "heads", past[1], keys.count);
        expect(i, "rows", past[2], in[past_key][2]);
        expect(i, "head size", past[3], i == past_key ? keys.width : values.width);
      }
      total = in[past_key][2] + total;
    }
    if (in[nonpad_kv_seqlen].present) {
      expect_rank(in, nonpad_kv_seqlen, 1);
      expect(nonpad_kv_seqlen, "extent", in[nonpad_kv_seqlen][0], batch);
    }
    Dims y = in[q], present_k, present_v, scores;
    present_k.dims = {batch, keys.count, total, keys.width};
    present_v.dims = {batch, keys.count, total, values.width};
    scores.dims = {batch, queries.count, rows_of(in[q]), total};
    y[rank - 1] = rank == 4 ? values.width : queries.count * values.width;
    if (in[attn_mask].present) check_mask(in[attn_mask], scores);
    return {y, present_k, present_v, scores};
  }

  // What could not be known before: kernels would read beyond tensors.
  static void check_rows(Shape const& key, Shape const& value, Shape const& past_k,
                         Shape const& past_v, int64_t batch) {
    bool const same = key[0] == batch && value[0] == batch && rows_of(key) == rows_of(value) &&
                      (key.rank() == 3 || key[1] == value[1]);
    if (!same) {
      fail("expected K and V of ", batch, " batches and the same heads and rows, got ",
           to_string(key), " and ", to_string(value));
    }
    if (past_k.rank() == 0) return;
    for (int d = 0; d < 3; ++d) {
      if (past_k[d] != past_v[d] || (d == 0 && past_k[d] != batch)) {
        fail("expected past_key and past_value of ", batch,
             " batches and the same heads and rows, got ", to_string(past_k), " and ",
             to_string(past_v));
      }
    }
  }
  static void check_mask(Shape const& mask, Shape const& scores) {
    for (int d = 0; d < mask.rank(); ++d) {
      int64_t const got = mask[d], wanted = scores[4 - mask.rank() + d];
      if (d == mask.rank() - 1 ? got > wanted : got != wanted && got != 1) {
        fail("input 'attn_mask': expected what goes with scores ", to_string(scores), ", got ",
             to_string(mask));
      }
    }
  }

  static void check_mask(Dims const& mask, Dims const& scores) {
    if (mask.rank() < 1 || mask.rank() > 4) {
      fail("input 'attn_mask': expected rank 1 to 4, got ", mask.rank());
    }
    for (int d = 0; d < mask.rank(); ++d) {
      bool const last = d == mask.rank() - 1;
      auto const got = mask[d].known(), wanted = scores[4 - mask.rank() + d].known();
      if (got && wanted && (last ? *got > *wanted : *got != *wanted && *got != 1)) {
        fail("input 'attn_mask': dimension ", d, ": expected ", last ? "up to " : "1 or ", *wanted,
             ", got ", *got);
      }
    }
  }

  template <class M>
  static AttentionMask mask_from(Tensor<M const> const& mask) {
    AttentionMask out;
    int const rank = mask.shape.rank();
    if (rank == 0) return out;
    out.type = mask_type<M>();
    out.data = mask.data;
    out.length = mask.shape[rank - 1];
    // From the innermost dimension outwards; those that are not there are of extent 1.
    int64_t* const strides[] = {&out.at.row, &out.at.head, &out.at.batch};
    int64_t stride = out.length;
    for (int d = 0; d < 3; ++d) {
      int64_t const extent = rank - 2 - d >= 0 ? mask.shape[rank - 2 - d] : 1;
      *strides[d] = extent == 1 ? 0 : stride;
      stride *= extent;
    }
    return out;
  }

  template <class T, class V, class M>
  cudaError_t launch(Tensor<T const> query, Tensor<T const> key, Tensor<V const> value,
                     Tensor<M const> mask, Tensor<T const> past_k, Tensor<V const> past_v,
                     Tensor<int32_t const> lengths, Tensor<T> y, Tensor<T> present_k,
                     Tensor<V> present_v, Tensor<T> scores, Launch const& run) const {
    bool const flat = query.shape.rank() == 3;
    kernels::Attention<T, V> a;
    a.batch = query.shape[0];
    a.q_heads = flat ? *q_num_heads : query.shape[1];
    a.kv_heads = flat ? *kv_num_heads : key.shape[1];
    a.q_rows = rows_of(query.shape);
    a.new_rows = rows_of(key.shape);
    a.head_size = flat ? query.shape[2] / a.q_heads : query.shape[3];
    a.v_head_size = flat ? value.shape[2] / a.kv_heads : value.shape[3];
    a.q = query.data;
    a.k = key.data;
    a.v = value.data;
    a.y = y.data;
    a.q_at = strides_of(query.shape, a.q_heads);
    a.k_at = strides_of(key.shape, a.kv_heads);
    a.v_at = strides_of(value.shape, a.kv_heads);
    a.y_at = flat ? RowStrides{a.q_rows * a.q_heads * a.v_head_size, a.v_head_size,
                               a.q_heads * a.v_head_size}
                  : RowStrides{a.q_heads * a.q_rows * a.v_head_size, a.q_rows * a.v_head_size,
                               a.v_head_size};
    if (past_k.shape.rank() == 4) {
      a.past_rows = past_k.shape[2];
      a.past_k = past_k.data;
      a.past_v = past_v.data;
      a.past_k_at = heads_outside(past_k.shape);
      a.past_v_at = heads_outside(past_v.shape);
    }
    check_rows(key.shape, value.shape, past_k.shape, past_v.shape, a.batch);
    check_mask(mask.shape, {a.batch, a.q_heads, a.q_rows, a.past_rows + a.new_rows});
    a.mask = mask_from(mask);
    a.lengths = lengths.data;
    a.scores = scores.data;
    a.scores_kind = static_cast<kernels::AttentionScores>(qk_matmul_output_mode);
    a.scale = scale ? *scale
                    : static_cast<float>(
                          1.0 / std::sqrt(static_cast<double>(std::max<int64_t>(1, a.head_size))));
    a.softcap = softcap;
    a.causal = is_causal;
    // Bounds beyond every key, so that sums with positions do not overflow.
    constexpr int64_t far = int64_t{1} << 40;
    a.left = std::min(left_window_size, far);
    a.right = std::min(right_window_size, far);

    cudaError_t status = cudaSuccess;
    if (present_k) {
      status = kernels::append_rows(a.past_k, a.k, a.k_at, present_k.data, a.batch, a.kv_heads,
                                    a.past_rows, a.new_rows, a.head_size, run.stream);
    }
    if (status == cudaSuccess && present_v) {
      status = kernels::append_rows(a.past_v, a.v, a.v_at, present_v.data, a.batch, a.kv_heads,
                                    a.past_rows, a.new_rows, a.v_head_size, run.stream);
    }
    if (status == cudaSuccess && !y) a.v_head_size = 0;  // at most the scores are wanted
    if (status == cudaSuccess) status = kernels::attention(a, run.stream);
    return status;
  }
};

}  // namespace

TRTP_OPERATOR(Attention)

}  // namespace trtp

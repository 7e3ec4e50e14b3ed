#include "op/operator.h"
#include "tensor_scatter.h"

namespace trtp {

enum class CacheMode { linear, circular };
template <>
inline constexpr std::array enumerators<CacheMode>{Enumerator{"linear", CacheMode::linear},
                                                   Enumerator{"circular", CacheMode::circular}};

namespace {

struct TensorScatter {
  static constexpr auto name = "TensorScatter";
  static constexpr int since = 24;
  static constexpr auto doc =
      "A cache of keys or values with new rows written into it: present_cache[b, ..., "
      "write_indices[b] + i, ...] = update[b, ..., i, ...], and past_cache elsewhere.";
  static constexpr Port inputs[] = {
      {"past_cache", "Rank 2 to 8; dimension 0 is the batch."},
      {"update", "Shape of past_cache, but for `axis`, where it has no more; type of past_cache."},
      optional("write_indices", "[batch], where the rows of each sample start. 0 by default.")};
  static constexpr Port outputs[] = {{"present_cache", "Shape and type of past_cache."}};

  int64_t axis = -2;
  CacheMode mode = CacheMode::linear;
  static auto attributes() {
    return std::tuple{
        attr("axis", &TensorScatter::axis,
             "The dimension that rows are counted in, not 0; negative: from the end."),
        attr("mode", &TensorScatter::mode,
             "What becomes of rows that would be outside the cache: in 'linear' they are left out "
             "(ONNX: there are none), in 'circular' they go on from its start.")};
  }

  template <class T>
  using Same = Row<In<T, T, int32_t>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>, Same<int32_t>, Same<bool>>;

  int sequence_axis(int rank) const {
    int const at = normalize_axis(axis, rank);
    if (at == 0) fail("attribute 'axis': expected another dimension than 0, which is the batch");
    return at;
  }

  Outputs shapes(Inputs const& in) const {
    Dims const &past = in[0], &update = in[1];
    int const at = sequence_axis(past.rank());
    if (update.rank() != past.rank()) {
      fail("input 'update': expected ", past.rank(), " dimensions, as past_cache has, got ",
           update.rank());
    }
    for (int i = 0; i < past.rank(); ++i) {
      auto const expected = past[i].known(), got = update[i].known();
      if (expected && got && (i == at ? *got > *expected : *got != *expected)) {
        fail("input 'update': dimension ", i, ": expected ", i == at ? "at most " : "", *expected,
             ", got ", *got);
      }
    }
    if (in[2].present && in[2].rank() != 1) {
      fail("input 'write_indices': expected 1 dimension, got ", in[2].rank());
    }
    return {past};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> past, Tensor<T const> update, Tensor<int32_t const> first,
                     Tensor<T> present, Launch const& run) const {
    Shape const& shape = past.shape;
    int const rank = shape.rank(), at = sequence_axis(rank);
    return kernels::tensor_scatter(
        {past.data, update.data, first.data, present.data, shape[0], shape.volume(1, at), shape[at],
         update.shape[at], shape.volume(at + 1, rank), static_cast<int>(sizeof(T)),
         mode == CacheMode::circular},
        run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(TensorScatter)

}  // namespace trtp

#include "op/operator.h"
#include "rotary_embedding.h"

namespace trtp {
namespace {

struct RotaryEmbedding {
  static constexpr auto name = "RotaryEmbedding";
  static constexpr int since = 23;
  static constexpr auto doc =
      "Rotary positional embedding: pairs of elements of each head's vector are turned by the "
      "angles, given by cosine and sine, of the token's position. Computed in float32.";
  static constexpr Port inputs[] = {
      {"X", "[batch, heads, length, head_size], or [batch, length, heads * head_size]."},
      {"cos_cache",
       "[positions, n / 2] with position_ids, [batch, length, n / 2] without, where n elements of "
       "a head are rotated; batch may be 1. Type of X."},
      {"sin_cache", "Shape and type of cos_cache."},
      optional("position_ids",
               "[batch, length], batch may be 1: rows of the caches. One that is not there is "
               "taken for the nearest that is.")};
  static constexpr Port outputs[] = {{"Y", "Shape and type of X."}};

  bool interleaved = false;
  int64_t num_heads = 0;
  int64_t rotary_embedding_dim = 0;
  static auto attributes() {
    return std::tuple{attr("interleaved", &RotaryEmbedding::interleaved,
                           "Pairs are adjacent elements; otherwise elements of the two halves."),
                      attr("num_heads", &RotaryEmbedding::num_heads, "Of an X of three dimensions.",
                           at_least<int64_t>(0)),
                      attr("rotary_embedding_dim", &RotaryEmbedding::rotary_embedding_dim,
                           "How many elements of a head are rotated, the first ones; 0: all.",
                           at_least<int64_t>(0))};
  }

  template <class T>
  using Same = Row<In<T, T, T, int32_t>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>>;

  void validate() const {
    if (rotary_embedding_dim % 2 != 0) {
      fail("attribute 'rotary_embedding_dim': expected an even number, got ", rotary_embedding_dim);
    }
  }

  Outputs shapes(Inputs const& in) const {
    Dims const &x = in[0], &ids = in[3];
    if (x.rank() != 3 && x.rank() != 4) {
      fail("input 'X': expected 3 or 4 dimensions, got ", x.rank());
    }
    auto const last = x[x.rank() - 1].known();
    if (x.rank() == 3) check_heads(last);
    int const cache_rank = ids.present ? 2 : 3;
    for (int i : {1, 2}) {
      Dims const& cache = in[static_cast<size_t>(i)];
      if (cache.rank() != cache_rank) {
        fail("input '", inputs[i].name, "': expected ", cache_rank, " dimensions ",
             ids.present ? "with" : "without", " position_ids, got ", cache.rank());
      }
      auto const angles = cache[cache_rank - 1].known();
      if (last && angles) check_angles(head_size(x.rank(), *last), *angles, inputs[i].name);
    }
    if (ids.present && ids.rank() != 2) {
      fail("input 'position_ids': expected 2 dimensions, got ", ids.rank());
    }
    return {x};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T const> cos, Tensor<T const> sin,
                     Tensor<int32_t const> ids, Tensor<T> y, Launch const& run) const {
    Shape const& shape = x.shape;
    int const rank = shape.rank();
    int64_t const size = head_size(rank, shape[rank - 1]);
    int const cache_rank = cos.shape.rank();
    check_angles(size, cos.shape[cache_rank - 1], "cos_cache");
    check_angles(size, sin.shape[cache_rank - 1], "sin_cache");

    kernels::Rotary<T> r{};
    r.x = x.data;
    r.cos = cos.data;
    r.sin = sin.data;
    r.positions = ids.data;
    r.y = y.data;
    r.batch = shape[0];
    r.heads_last = rank == 3;
    r.heads = r.heads_last ? num_heads : shape[1];
    r.rows = r.heads_last ? shape[1] : shape[2];
    r.size = size;
    r.rotated = rotated(size);
    r.at = r.heads_last ? kernels::HeadStrides{r.rows * r.heads * size, size, r.heads * size}
                        : kernels::HeadStrides{r.rows * r.heads * size, r.rows * size, size};
    r.cache_rows = cos.shape[0];
    r.cache_batch = cache_rank == 3 && cos.shape[0] != 1 ? r.rows : 0;
    r.position_batch = ids && ids.shape[0] != 1 ? r.rows : 0;
    r.interleaved = interleaved;
    return kernels::rotary_embedding(r, run.stream);
  }

 private:
  int64_t head_size(int rank, int64_t last) const { return rank == 3 ? last / num_heads : last; }
  int64_t rotated(int64_t size) const {
    return rotary_embedding_dim == 0 ? size : rotary_embedding_dim;
  }

  void check_heads(std::optional<int64_t> hidden) const {
    if (num_heads == 0) fail("attribute 'num_heads' is required for an X of 3 dimensions");
    if (hidden && *hidden % num_heads != 0) {
      fail("input 'X': dimension 2: expected a multiple of ", num_heads, " (num_heads), got ",
           *hidden);
    }
  }

  void check_angles(int64_t size, int64_t angles, char const* cache) const {
    if (size % 2 != 0) fail("input 'X': expected heads of an even size, got ", size);
    if (rotated(size) > size) {
      fail("attribute 'rotary_embedding_dim': expected at most ", size,
           " (the size of a head), got ", rotary_embedding_dim);
    }
    if (angles != rotated(size) / 2) {
      fail("input '", cache, "': expected ", rotated(size) / 2, " as the last dimension, got ",
           angles);
    }
  }
};

}  // namespace

TRTP_OPERATOR(RotaryEmbedding)

}  // namespace trtp

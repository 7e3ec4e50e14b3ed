#include "op/operator.h"
#include "top_k.h"

namespace trtp {
namespace {

struct TopK {
  static constexpr auto name = "TopK";
  static constexpr int since = 24;
  static constexpr auto doc =
      "The K largest or smallest elements along `axis` and their indices, in order; any K up to "
      "the axis' length. Equal elements come by index, lower first. NaN is larger than anything.";
  static constexpr Port inputs[] = {{"X", "Rank 1 to 8."}};
  static constexpr Port outputs[] = {{"Values", "Shape of X, but K along the axis; type of X."},
                                     {"Indices", "Shape of Values; int32."}};

  int64_t k = 0;
  int64_t axis = -1;
  bool largest = true;
  bool sorted = true;
  static auto attributes() {
    return std::tuple{
        attr("K", &TopK::k, "How many.", at_least<int64_t>(0), required),
        attr("axis", &TopK::axis, "The dimension to sort along; negative: from the end."),
        attr("largest", &TopK::largest, "1: the largest, largest first; 0: the smallest."),
        attr("sorted", &TopK::sorted,
             "0: the order of the results does not matter. They are sorted all the same.")};
  }

  template <class T>
  using Same = Row<In<T>, Out<T, int32_t>>;
  using types = Rows<Same<float>, Same<__half>, Same<int32_t>>;

  Outputs shapes(Inputs const& in) const {
    auto y = in[0];
    int const at = normalize_axis(axis, y.rank());
    if (auto const n = y[at].known(); n && k > *n) {
      fail("attribute 'K': expected at most ", *n, ", the extent of dimension ", at, ", got ", k);
    }
    y[at] = y[at].literal(k);
    return {y, y};
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    return kernels::top_k_workspace(shape_of(in[0].shape));
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> values, Tensor<int32_t> indices,
                     Launch const& run) const {
    return kernels::top_k(x.data, values.data, indices.data, shape_of(x.shape), largest,
                          run.workspace, run.stream);
  }

 private:
  kernels::TopKShape shape_of(Shape const& x) const {
    int const rank = x.rank(), at = normalize_axis(axis, rank);
    return {x.volume(0, at), x[at], x.volume(at + 1, rank), k};
  }
};

}  // namespace

TRTP_OPERATOR(TopK)

}  // namespace trtp

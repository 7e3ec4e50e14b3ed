#include "array_feature_extractor.h"

#include "op/operator.h"

namespace trtp {
namespace {

struct ArrayFeatureExtractor {
  static constexpr auto name = "ArrayFeatureExtractor";
  static constexpr auto doc =
      "Elements of the last dimension by their indices, as ONNX's operator of the domain "
      "ai.onnx.ml. Indices below zero count from the end; what an index beyond the dimension names "
      "is zero.";
  static constexpr Port inputs[] = {{"X", "[..., d], rank 1 to 8."},
                                    {"Y", "Any shape, k elements; in [-d, d)."}};
  static constexpr Port outputs[] = {{"Z", "[..., k], of a vector [1, k]; type of X."}};

  static auto attributes() { return std::tuple{}; }

  template <class T>
  using Of = Row<In<T, int32_t>, Out<T>>;
  using types = Rows<Of<float>, Of<__half>, Of<int32_t>, Of<bool>>;

  Outputs shapes(Inputs const& in) const {
    auto const &x = in[0], &indices = in[1];
    if (x.rank() < 1) fail("input 'X': expected at least 1 dimension, got 0");
    Dims z = x;
    Dim wanted = x[0].literal(1);
    for (Dim const d : indices.dims) wanted = wanted * d;
    z[x.rank() - 1] = wanted;
    if (x.rank() == 1) z.dims.insert(z.dims.begin(), x[0].literal(1));
    return {z};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<int32_t const> indices, Tensor<T> z,
                     Launch const& run) const {
    int const last = x.shape.rank() - 1;
    return kernels::array_feature_extractor(
        x.data, indices.data, z.data,
        {x.shape.volume(0, last), x.shape[last], indices.shape.volume()}, sizeof(T), run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(ArrayFeatureExtractor)

}  // namespace trtp

#include "dynamic_quantize_linear.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct DynamicQuantizeLinear {
  static constexpr auto name = "DynamicQuantizeLinear";
  static constexpr int since = 11;
  static constexpr auto doc =
      "Quantisation to uint8 with scale and zero point from the least and the greatest element, so "
      "that 0 is exact. uint8 is carried in int32, as TensorRT 8 has none.";
  static constexpr Port inputs[] = {{"x", "Any shape."}};
  static constexpr Port outputs[] = {{"y", "Shape of x; values in [0, 255]."},
                                     {"y_scale", "One number, of rank 0."},
                                     {"y_zero_point", "One number in [0, 255], of rank 0."}};

  static auto attributes() { return std::tuple{}; }
  using types = Rows<Row<In<float>, Out<int32_t, float, int32_t>>>;

  Outputs shapes(Inputs const& in) const { return {in[0], Dims{}, Dims{}}; }
  size_t workspace(Desc const* /*in*/, Desc const* /*out*/) const {
    return kernels::dynamic_quantize_workspace();
  }

  cudaError_t launch(Tensor<float const> x, Tensor<int32_t> y, Tensor<float> scale,
                     Tensor<int32_t> zero, Launch const& run) const {
    return kernels::dynamic_quantize(x.data, x.count(), y.data, scale.data, zero.data,
                                     run.workspace, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(DynamicQuantizeLinear)

}  // namespace trtp

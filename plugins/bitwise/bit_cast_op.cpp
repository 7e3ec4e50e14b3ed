#include <cuda_runtime_api.h>

#include "op/operator.h"

namespace trtp {
namespace {

struct KnownType {
  bool ok(int64_t v) const { return v == 1 || v == 6; }
  std::string expected() const { return "1 (float32) or 6 (int32)"; }
};

struct BitCast {
  static constexpr auto name = "BitCast";
  static constexpr int since = 26;
  static constexpr auto doc = "The same bits as another type of the same size.";
  static constexpr Port inputs[] = {{"input", "Any shape."}};
  static constexpr Port outputs[] = {{"output", "Shape of input."}};
  static constexpr auto formats = Formats::elementwise;

  int64_t to = 1;
  static auto attributes() {
    return std::tuple{
        attr("to", &BitCast::to, "ONNX's number of the output's type.", KnownType{}, required)};
  }

  using types = Rows<Row<In<int32_t>, Out<float>>, Row<In<float>, Out<int32_t>>>;
  bool allows(Type const* row) const { return row[1] == (to == 1 ? Type::f32 : Type::i32); }
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class From, class To>
  cudaError_t launch(Tensor<From const> x, Tensor<To> y, Launch const& run) const {
    auto const bytes = static_cast<size_t>(x.count()) * sizeof(To);
    if (bytes == 0) return cudaSuccess;
    return cudaMemcpyAsync(y.data, x.data, bytes, cudaMemcpyDeviceToDevice, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(BitCast)

}  // namespace trtp

#include "bernoulli.h"

#include <cstring>
#include <optional>

#include "op/operator.h"

namespace trtp {
namespace {

// What TensorRT has for an element type of ONNX's; 0: the input's own.
std::optional<Type> carrier(int64_t dtype, Type input) {
  switch (dtype) {
    case 0: return input;
    case 1:
    case 11:
    case 16: return Type::f32;  // float32; float64 and bfloat16
    case 10: return Type::f16;
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 12:
    case 13: return Type::i32;  // all integers
    case 9: return Type::boolean;
    default: return std::nullopt;
  }
}

struct KnownNumberType {
  bool ok(int64_t v) const { return carrier(v, Type::f32).has_value(); }
  std::string expected() const { return "0, or ONNX's number of a float, integer or bool type"; }
};

struct Bernoulli {
  static constexpr auto name = "Bernoulli";
  static constexpr int since = 22;
  static constexpr auto doc =
      "1 with the probability that the input says, 0 otherwise, drawn for each element. With a "
      "seed, an element's draw depends on its place alone and is the same in every execution; "
      "without one, executions differ, replays of a CUDA graph too. Integers are carried in int32.";
  static constexpr Port inputs[] = {{"input", "Any shape: probabilities, in [0, 1]."}};
  static constexpr Port outputs[] = {{"output", "Shape of input."}};

  int64_t dtype = 0;
  std::optional<float> seed;
  static auto attributes() {
    return std::tuple{
        attr("dtype", &Bernoulli::dtype,
             "The type of the output, by ONNX's number; 0: that of the input.", KnownNumberType{}),
        attr("seed", &Bernoulli::seed, "Makes the draws repeatable.")};
  }

  template <class P, class T>
  using To = Row<In<P>, Out<T>>;
  using types = Rows<To<float, float>, To<float, __half>, To<float, int32_t>, To<float, bool>,
                     To<__half, __half>, To<__half, float>, To<__half, int32_t>, To<__half, bool>>;

  bool allows(Type const* row) const { return row[1] == carrier(dtype, row[0]); }
  Outputs shapes(Inputs const& in) const { return {in[0]}; }

  template <class P, class T>
  cudaError_t launch(Tensor<P const> input, Tensor<T> output, Launch const& run) const {
    uint64_t key = 0;
    if (seed) std::memcpy(&key, &*seed, sizeof(float));
    return kernels::bernoulli(input.data, output.data, input.count(), seed ? &key : nullptr,
                              run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(Bernoulli)

}  // namespace trtp

#include "bitwise_op.h"

namespace trtp {

enum class ShiftDirection { left, right };
template <>
inline constexpr std::array enumerators<ShiftDirection>{Enumerator{"LEFT", ShiftDirection::left},
                                                        Enumerator{"RIGHT", ShiftDirection::right}};

namespace {

struct BitShift {
  static constexpr auto name = "BitShift";
  static constexpr int since = 28;
  static constexpr auto doc =
      "Bits of X moved by Y places, broadcast as NumPy does; to the right, copies of the sign come "
      "in. By a negative number of places, or more than there are, all bits are shifted out. "
      "Narrower integers are carried in int32.";
  static constexpr Port inputs[] = {{"X", "Any shape."},
                                    {"Y", "Broadcastable with X: how many places."}};
  static constexpr Port outputs[] = {{"Z", "The shape that both are broadcast to."}};

  ShiftDirection direction = ShiftDirection::left;
  static auto attributes() {
    return std::tuple{attr("direction", &BitShift::direction, "Where bits go.", required)};
  }

  using types = Rows<Row<In<int32_t, int32_t>, Out<int32_t>>>;
  Outputs shapes(Inputs const& in) const { return {broadcast_shapes(in[0], in[1], "Y")}; }

  cudaError_t launch(Tensor<int32_t const> x, Tensor<int32_t const> y, Tensor<int32_t> z,
                     Launch const& run) const {
    auto const op = direction == ShiftDirection::left ? kernels::Bitwise::shift_left
                                                      : kernels::Bitwise::shift_right;
    return run_bitwise(op, x, y, z, run);
  }
};

}  // namespace

TRTP_OPERATOR(BitShift)

}  // namespace trtp

#include "mod.h"
#include "op/broadcast_shapes.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct Mod {
  static constexpr auto name = "Mod";
  static constexpr int since = 28;
  static constexpr auto doc =
      "Remainder of A / B, broadcast as NumPy does. It is exact, of floats too. By 0 it is NaN, "
      "and "
      "0 of integers.";
  static constexpr Port inputs[] = {{"A", "Any shape."}, {"B", "Broadcastable with A; type of A."}};
  static constexpr Port outputs[] = {{"C", "The shape that both are broadcast to; type of A."}};

  bool fmod = false;
  static auto attributes() {
    return std::tuple{attr("fmod", &Mod::fmod,
                           "0: the quotient is rounded down, and the result has the sign of B; 1: "
                           "it is cut off, and the result has the sign of A.")};
  }

  template <class T>
  using Same = Row<In<T, T>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>, Same<int32_t>>;

  Outputs shapes(Inputs const& in) const { return {broadcast_shapes(in[0], in[1], "B")}; }

  template <class T>
  cudaError_t launch(Tensor<T const> a, Tensor<T const> b, Tensor<T> c, Launch const& run) const {
    auto const extents = [](Shape const& s) { return kernels::ModExtents{s.begin(), s.rank()}; };
    return kernels::mod(fmod ? kernels::Quotient::truncated : kernels::Quotient::floor, a.data,
                        extents(a.shape), b.data, extents(b.shape), c.data, extents(c.shape),
                        run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(Mod)

}  // namespace trtp

#include "max_unpool.h"

#include <optional>
#include <vector>

#include "op/operator.h"

namespace trtp {
namespace {

using Ints = std::vector<int64_t>;

struct MaxUnpool {
  static constexpr auto name = "MaxUnpool";
  static constexpr int since = 22;
  static constexpr auto doc =
      "Puts elements back to where MaxPool took them from; zero everywhere else. Indices count in "
      "the tensor that kernel, strides and pads imply; if `output_shape` is larger, that one lies "
      "at its beginning. Indices out of range are passed over.";
  static constexpr Port inputs[] = {
      {"X", "[N, C, d1, d2, ...], rank 3 to 8."},
      {"I", "Shape of X; places in the flattened, implied tensor, N and C among its dimensions."}};
  static constexpr Port outputs[] = {
      {"output", "`output_shape`, or [N, C, (d - 1) * stride - pads + kernel, ...]; type of X."}};

  Ints kernel_shape;
  std::optional<Ints> output_shape, pads, strides;
  static auto attributes() {
    return std::tuple{
        attr("kernel_shape", &MaxUnpool::kernel_shape, "Extents of the pooled windows.", required),
        attr("output_shape", &MaxUnpool::output_shape,
             "Extents of the output, N and C among them; implied if not given."),
        attr("pads", &MaxUnpool::pads,
             "Of the pooling: all beginnings, then all ends; 0 if not given."),
        attr("strides", &MaxUnpool::strides, "Of the pooling; 1 if not given.")};
  }

  void validate() const {
    size_t const rank = kernel_shape.size();
    check("kernel_shape", kernel_shape, rank, 1);
    if (rank < 1) fail("attribute 'kernel_shape': expected one value or more, got none");
    if (output_shape) check("output_shape", *output_shape, rank + 2, 0);
    if (strides) check("strides", *strides, rank, 1);
    if (pads) check("pads", *pads, 2 * rank, 0);
  }

  template <class T>
  using Same = Row<In<T, int32_t>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    auto const &x = in[0], &indices = in[1];
    int const rank = static_cast<int>(kernel_shape.size()) + 2;
    if (x.rank() != rank) {
      fail("input 'X': expected rank ", rank, " = 2 + the values of 'kernel_shape', got ",
           x.rank());
    }
    if (indices.rank() != rank) {
      fail("input 'I': expected rank ", rank, " as that of 'X', got ", indices.rank());
    }
    for (int d = 0; d < rank; ++d) {
      auto const a = x[d].known(), b = indices[d].known();
      if (a && b && *a != *b) fail("input 'I': dimension ", d, ": expected ", *a, ", got ", *b);
    }
    Dims y = x;
    for (int d = 0; d < rank; ++d) {
      if (output_shape) {
        y[d] = x[d].literal((*output_shape)[static_cast<size_t>(d)]);
      } else if (d >= 2) {
        y[d] = max((x[d] - 1) * stride(d) + offset(d), x[d].literal(0));
      }
    }
    return {y};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<int32_t const> indices, Tensor<T> y,
                     Launch const& run) const {
    kernels::UnpoolLayout layout;
    layout.rank = x.shape.rank();
    for (int d = 0; d < layout.rank; ++d) {
      layout.indexed[d] = d < 2 ? x.shape[d] : (x.shape[d] - 1) * stride(d) + offset(d);
      layout.output[d] = y.shape[d];
    }
    return kernels::max_unpool(x.data, indices.data, y.data, x.shape.volume(), layout, run.stream);
  }

 private:
  static void check(char const* attribute, Ints const& values, size_t count, int64_t low) {
    if (values.size() != count) {
      fail("attribute '", attribute, "': expected ", count, " values, got ", values.size());
    }
    for (int64_t v : values) {
      if (v < low) fail("attribute '", attribute, "': expected values >= ", low, ", got ", v);
    }
  }

  int64_t stride(int d) const { return strides ? (*strides)[static_cast<size_t>(d - 2)] : 1; }
  // What the last window adds: its extent, less the pads.
  int64_t offset(int d) const {
    auto const at = static_cast<size_t>(d - 2);
    int64_t const padding = pads ? (*pads)[at] + (*pads)[at + kernel_shape.size()] : 0;
    return kernel_shape[at] - padding;
  }
};

}  // namespace

TRTP_OPERATOR(MaxUnpool)

}  // namespace trtp

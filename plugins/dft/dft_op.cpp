#include <algorithm>

#include "../fourier/fourier.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct DFT {
  static constexpr auto name = "DFT";
  static constexpr int since = 20;
  static constexpr auto doc =
      "Discrete Fourier transform along an axis, of any length: the inverse one divides by the "
      "length; the one-sided inverse takes the first half of the bins of a real signal and gives "
      "that signal. Computed in float32 by kernels of its own, not by cuFFT: a plan of cuFFT's is "
      "for one length and one batch, so that engines with dynamic shapes would have to make "
      "plans, which allocate, when they run; and deployments of TensorRT 8 often lack it. "
      "Powers of two from 32 to 16384 and round lengths up to 2000 have kernels that keep the "
      "numbers in registers, and take as long as cuFFT's in float32. Other lengths with prime "
      "factors up to 13 are done directly, in up to twice that time, and the rest by Bluestein's "
      "algorithm (about four times the work).";
  static constexpr Port inputs[] = {
      {"input", "The last dimension is 1 for real numbers, or 2: real and imaginary parts."}};
  static constexpr Port outputs[] = {
      {"output", "Type of input. The last dimension is 2, or 1 for the one-sided inverse."}};

  int64_t axis = -2;
  std::optional<int64_t> dft_length;
  bool inverse = false;
  bool onesided = false;
  static auto attributes() {
    return std::tuple{
        attr("axis", &DFT::axis,
             "The dimension to transform, not the last one; negative: from the end. (1 where a "
             "model of opset 17 to 19 leaves it out.)"),
        attr("dft_length", &DFT::dft_length,
             "Length of the transform: the input is cut off, or zeros are appended. By default "
             "the size of the axis; of the one-sided inverse, twice that less 2.",
             at_least<int64_t>(1)),
        attr("inverse", &DFT::inverse, "Whether to do the inverse transform."),
        attr("onesided", &DFT::onesided,
             "Whether bins beyond length / 2 are left out: of the output, or, if inverse, of the "
             "input.")};
  }

  using types = Unary<float, __half>;

  int axis_of(int rank) const {
    if (rank < 2) fail("input 'input': expected at least 2 dimensions, got ", rank);
    int const found = normalize_axis(axis, rank);
    if (found == rank - 1) {
      fail(
          "attribute 'axis': expected a dimension before the last one, which holds real and "
          "imaginary parts, got ",
          axis);
    }
    return found;
  }
  bool real_result() const { return inverse && onesided; }
  int64_t length_of(int64_t size) const {
    if (dft_length) return *dft_length;
    return real_result() ? std::max<int64_t>(0, 2 * size - 2) : size;
  }

  Outputs shapes(Inputs const& in) const {
    Dims out = in[0];
    int const rank = out.rank(), at = axis_of(rank);
    auto const parts = out[rank - 1].known();
    if (parts && *parts != 1 && *parts != 2) {
      fail("input 'input': expected 1 or 2 as the last dimension, got ", *parts);
    }
    Dim length = out[at];
    if (dft_length) {
      length = length.literal(*dft_length);
    } else if (real_result()) {
      length = max(length * 2 - 2, length.literal(0));
    }
    out[at] = onesided && !inverse ? floor_div(length, 2) + 1 : length;
    out[rank - 1] = length.literal(real_result() ? 1 : 2);
    return {out};
  }

  void configure(Desc const* in, Desc const* /*out*/) const {
    int64_t const length = length_of(in[0].shape[axis_of(in[0].shape.rank())]);
    if (length > kernels::fourier_limit()) {
      fail("the length of the transform is ", length, "; this device does up to ",
           kernels::fourier_limit());
    }
  }

  size_t workspace(Desc const* in, Desc const* /*out*/) const {
    Shape const& x = in[0].shape;
    int const rank = x.rank(), at = axis_of(rank);
    int64_t const transforms = x.volume(0, at) * x.volume(at + 1, rank - 1);
    // The size of the axis may be a bound: shorter transforms can need more.
    return kernels::fourier_workspace(length_of(x[at]), std::max<int64_t>(1, transforms),
                                      dft_length.has_value());
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    int const rank = x.shape.rank(), at = axis_of(rank);
    int64_t const inner = x.shape.volume(at + 1, rank - 1), size = x.shape[at];
    kernels::Fourier<T> f;
    f.n = length_of(size);
    f.transforms = x.shape.volume(0, at) * inner;
    if (f.n == 0) {  // sums of nothing
      auto const bytes = static_cast<size_t>(y.shape.volume()) * sizeof(T);
      return bytes == 0 ? cudaSuccess : cudaMemsetAsync(y.data, 0, bytes, run.stream);
    }
    f.inverse = inverse;
    f.scale = inverse ? static_cast<float>(1.0 / static_cast<double>(f.n)) : 1.F;
    f.x = x.data;
    f.x_at = {inner, size * inner, 1, inner};
    f.x_complex = x.shape[rank - 1] == 2;
    f.x_hermitian = real_result();
    f.x_length = size;
    f.y = y.data;
    f.y_at = {inner, y.shape[at] * inner, 1, inner};
    f.y_complex = !real_result();
    f.y_length = y.shape[at];
    return kernels::fourier(f, run.workspace, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(DFT)

}  // namespace trtp

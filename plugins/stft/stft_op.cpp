#include <algorithm>

#include "../fourier/fourier.h"
#include "op/operator.h"

namespace trtp {
namespace {

struct STFT {
  static constexpr auto name = "STFT";
  static constexpr int since = 17;
  static constexpr auto doc =
      "Short-time Fourier transform: discrete Fourier transforms of frames of a signal, each "
      "multiplied by a window. Frames are read in place. Computed as DFT is, in float32.";
  static constexpr Port inputs[] = {
      {"signal", "[batch, length, 1], or [batch, length, 2]: real and imaginary parts."},
      optional("window", "[frame_length]; ones by default.")};
  static constexpr Port outputs[] = {{"output", "[batch, frames, bins, 2], type of signal."}};

  int64_t frame_step = 1;
  std::optional<int64_t> frame_length;
  bool onesided = true;
  static auto attributes() {
    return std::tuple{
        attr("frame_step", &STFT::frame_step, "Numbers between the beginnings of two frames.",
             at_least<int64_t>(1), required),
        attr("frame_length", &STFT::frame_length,
             "Numbers in a frame. By default the length of the window, or of the signal.",
             at_least<int64_t>(1)),
        attr("onesided", &STFT::onesided, "Whether bins beyond frame_length / 2 are left out.")};
  }

  template <class T>
  using Same = Row<In<T, T>, Out<T>>;
  using types = Rows<Same<float>, Same<__half>>;

  Outputs shapes(Inputs const& in) const {
    Dims const& signal = in[0];
    if (signal.rank() != 3) {
      fail("input 'signal': expected 3 dimensions, [batch, length, 1 or 2], got ", signal.rank());
    }
    auto const parts = signal[2].known();
    if (parts && *parts != 1 && *parts != 2) {
      fail("input 'signal': expected 1 or 2 as the last dimension, got ", *parts);
    }
    if (in[1].present && in[1].rank() != 1) {
      fail("input 'window': expected 1 dimension, got ", in[1].rank());
    }
    Dim const length = frame_length    ? signal[1].literal(*frame_length)
                       : in[1].present ? in[1][0]
                                       : signal[1];
    Dim const room = max(signal[1] - length + frame_step, length.literal(0));
    Dims out;
    out.dims = {signal[0], floor_div(room, frame_step),
                onesided ? floor_div(length, 2) + 1 : length, length.literal(2)};
    return {out};
  }

  int64_t length_of(Shape const& signal, Shape const& window) const {
    return frame_length ? *frame_length : window.rank() == 1 ? window[0] : signal[1];
  }

  void configure(Desc const* in, Desc const* /*out*/) const {
    int64_t const length = length_of(in[0].shape, in[1].shape);
    if (length > kernels::fourier_limit()) {
      fail("frames are ", length, " long; this device does up to ", kernels::fourier_limit());
    }
  }

  size_t workspace(Desc const* in, Desc const* out) const {
    return kernels::fourier_workspace(length_of(in[0].shape, in[1].shape),
                                      std::max<int64_t>(1, out[0].shape.volume(0, 2)),
                                      frame_length.has_value());
  }

  template <class T>
  cudaError_t launch(Tensor<T const> signal, Tensor<T const> window, Tensor<T> y,
                     Launch const& run) const {
    int64_t const size = signal.shape[1], frames = y.shape[1], bins = y.shape[2];
    kernels::Fourier<T> f;
    f.n = length_of(signal.shape, window.shape);
    f.transforms = signal.shape[0] * frames;
    if (f.n == 0) {  // sums of nothing
      auto const bytes = static_cast<size_t>(y.shape.volume()) * sizeof(T);
      return bytes == 0 ? cudaSuccess : cudaMemsetAsync(y.data, 0, bytes, run.stream);
    }
    f.x = signal.data;
    f.x_at = {frames, size, frame_step, 1};
    f.x_complex = signal.shape[2] == 2;
    // A window that is shorter than the frames cuts them off.
    f.x_length = window ? std::min(f.n, window.shape[0]) : f.n;
    f.window = window.data;
    f.y = y.data;
    f.y_at = {frames, frames * bins, bins, 1};
    f.y_length = bins;
    return kernels::fourier(f, run.workspace, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(STFT)

}  // namespace trtp

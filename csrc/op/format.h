#pragma once

#include <array>
#include <cstdint>

#include "shape.h"

namespace trtp {

// Memory layouts of tensors, in TensorRT's order. In the vectorised ones channels come in groups,
// the last group padded.
enum class Format : int8_t {
  linear,
  chw2,
  hwc8,
  chw4,
  chw16,
  chw32,
  dhwc8,
  cdhw32,
  hwc,
  dla_linear,
  dla_hwc4,
  hwc16,
  dhwc
};

namespace detail {
struct Layout {
  int channel_from_end;  // which dimension, counted from the last, holds the channels
  int group;             // channels are padded to a multiple of this
};
inline constexpr std::array<Layout, 13> layouts{{{0, 1},
                                                 {3, 2},
                                                 {3, 8},
                                                 {3, 4},
                                                 {3, 16},
                                                 {3, 32},
                                                 {4, 8},
                                                 {4, 32},
                                                 {3, 1},
                                                 {3, 1},
                                                 {3, 4},
                                                 {3, 16},
                                                 {4, 1}}};
}  // namespace detail

inline bool is_dla(Format f) { return f == Format::dla_linear || f == Format::dla_hwc4; }

// Elements that a tensor of this shape occupies in memory, padding included.
inline int64_t padded_volume(Shape const& shape, Format format) {
  auto const layout = detail::layouts[static_cast<size_t>(format)];
  int64_t const volume = shape.volume();
  if (layout.group == 1 || shape.rank() < layout.channel_from_end) return volume;
  int64_t const channels = shape[shape.rank() - layout.channel_from_end];
  if (channels == 0) return 0;
  return volume / channels * ((channels + layout.group - 1) / layout.group * layout.group);
}

}  // namespace trtp

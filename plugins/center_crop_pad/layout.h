#pragma once

// Which dimensions a window has to be looked at by, and in which units.

#include <algorithm>
#include <cstdint>

#include "center_crop_pad.h"

namespace trtp::kernels {

struct CentredLevel {
  int64_t input = 1, output = 1, before = 0;
};

struct CentredLevels {
  static constexpr int max_levels = Centred::max_rank;
  int count = 0;
  CentredLevel level[max_levels];  // the outermost first

  int64_t input() const { return product(&CentredLevel::input); }
  int64_t output() const { return product(&CentredLevel::output); }
  CentredLevel& last() { return level[count - 1]; }

  // Counted in units of several elements, or elements in bytes: innermost extents * by / per.
  void rescale(int64_t by, int64_t per) {
    for (auto extent : {&CentredLevel::input, &CentredLevel::output, &CentredLevel::before}) {
      last().*extent = last().*extent * by / per;
    }
  }

 private:
  int64_t product(int64_t CentredLevel::* extent) const {
    int64_t all = 1;
    for (int l = 0; l < count; ++l) all *= level[l].*extent;
    return all;
  }
};

// A dimension that stays as it is goes with the one around it; one around all others that has a
// single index is none.
inline CentredLevels levels_of(Centred const& extents) {
  CentredLevels out;
  for (int d = 0; d < extents.rank; ++d) {
    int64_t const in = extents.input[d], to = extents.output[d];
    if (out.count > 0 && in == to) {
      auto& outer = out.last();
      outer = {outer.input * in, outer.output * in, outer.before * in};
      continue;
    }
    bool const replaces = out.count == 1 && out.level[0].input == 1 && out.level[0].output == 1;
    if (!replaces) ++out.count;
    out.last() = {in, to, to < in ? -((in - to) / 2) : (to - in) / 2};
  }
  if (out.count == 0) out.count = 1;  // a scalar
  return out;
}

}  // namespace trtp::kernels

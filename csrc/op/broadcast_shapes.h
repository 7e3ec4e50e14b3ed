#pragma once

#include "dim.h"
#include "error.h"

namespace trtp {

// The shape that both are broadcast to, as NumPy does. Throws Error naming the second one and the
// extents if they cannot be.
inline Dims broadcast_shapes(Dims const& a, Dims const& b, char const* name_of_b) {
  Dims const& longer = a.rank() >= b.rank() ? a : b;
  Dims const& shorter = a.rank() >= b.rank() ? b : a;
  Dims out = longer;
  for (int i = 1; i <= shorter.rank(); ++i) {
    Dim const x = longer[longer.rank() - i], y = shorter[shorter.rank() - i];
    auto const m = x.known(), n = y.known();
    if (m && n && *m != *n && *m != 1 && *n != 1) {
      fail("input '", name_of_b, "': dimension ", i, " from the end: expected 1 or the other's ",
           "extent, got ", *m, " and ", *n);
    }
    // An extent that is not known is the other's, unless that is 1. Both unknown: the larger one,
    // since they are equal or one of them is 1.
    Dim& d = out[out.rank() - i];
    if (m && *m == 1) {
      d = y;
    } else if ((n && *n == 1) || m) {
      d = x;
    } else {
      d = n ? y : max(x, y);
    }
  }
  return out;
}

}  // namespace trtp

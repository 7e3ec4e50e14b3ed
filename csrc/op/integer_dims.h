#pragma once

#include <algorithm>
#include <deque>

#include "dim.h"

namespace trtp {

// DimOps over integers: shapes of actual tensors.
class IntegerDims final : public DimOps {
 public:
  void const* constant(int64_t value) override { return &values_.emplace_back(value); }

  void const* apply(Code code, void const* pa, void const* pb) override {
    int64_t const a = value(pa), b = value(pb);
    if ((code == floor_div || code == ceil_div) && b == 0) fail("an extent is divided by zero");
    switch (code) {
      case sum: return constant(a + b);
      case prod: return constant(a * b);
      case sub: return constant(a - b);
      case DimOps::max: return constant(std::max(a, b));
      case DimOps::min: return constant(std::min(a, b));
      case floor_div: return constant(a / b - (a % b != 0 && (a < 0) != (b < 0)));
      case ceil_div: return constant(a / b + (a % b != 0 && (a < 0) == (b < 0)));
    }
    fail("unknown operation on extents");
  }

  std::optional<int64_t> known(void const* node) const override { return value(node); }

  Dims dims(Shape const& shape) {
    Dims out;
    for (auto d : shape) out.dims.emplace_back(*this, constant(d));
    return out;
  }

 private:
  static int64_t value(void const* node) { return *static_cast<int64_t const*>(node); }
  std::deque<int64_t> values_;  // a deque: addresses stay valid
};

}  // namespace trtp

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shape.h"

namespace trtp {

// Arithmetic over extents that may not be known yet. Implemented twice: over integers
// (integer_dims.h) and over a framework's expressions (its adapter).
class DimOps {
 public:
  enum Code { sum, prod, sub, max, min, floor_div, ceil_div };
  virtual ~DimOps() = default;
  virtual void const* constant(int64_t value) = 0;
  virtual void const* apply(Code code, void const* a, void const* b) = 0;
  virtual std::optional<int64_t> known(void const* node) const = 0;
};

// An extent. Copies are cheap; nodes live as long as their DimOps.
class Dim {
 public:
  Dim() = default;
  Dim(DimOps& ops, void const* node) : ops_(&ops), node_(node) {}

  void const* node() const { return node_; }
  // The value, where it does not depend on anything known only at run time.
  std::optional<int64_t> known() const { return ops_->known(node_); }
  Dim literal(int64_t v) const { return {*ops_, ops_->constant(v)}; }

  friend Dim operator+(Dim a, Dim b) { return a.apply(DimOps::sum, b); }
  friend Dim operator-(Dim a, Dim b) { return a.apply(DimOps::sub, b); }
  friend Dim operator*(Dim a, Dim b) { return a.apply(DimOps::prod, b); }
  friend Dim operator+(Dim a, int64_t b) { return a + a.literal(b); }
  friend Dim operator-(Dim a, int64_t b) { return a - a.literal(b); }
  friend Dim operator*(Dim a, int64_t b) { return a * a.literal(b); }
  friend Dim max(Dim a, Dim b) { return a.apply(DimOps::max, b); }
  friend Dim min(Dim a, Dim b) { return a.apply(DimOps::min, b); }
  friend Dim floor_div(Dim a, Dim b) { return a.apply(DimOps::floor_div, b); }
  friend Dim ceil_div(Dim a, Dim b) { return a.apply(DimOps::ceil_div, b); }
  friend Dim floor_div(Dim a, int64_t b) { return floor_div(a, a.literal(b)); }
  friend Dim ceil_div(Dim a, int64_t b) { return ceil_div(a, a.literal(b)); }

 private:
  Dim apply(DimOps::Code code, Dim b) const { return {*ops_, ops_->apply(code, node_, b.node_)}; }

  DimOps* ops_ = nullptr;
  void const* node_ = nullptr;
};

// A shape of such extents; `present` is false for an optional input that was not given.
struct Dims {
  std::vector<Dim> dims;
  bool present = true;

  int rank() const { return static_cast<int>(dims.size()); }
  Dim operator[](int i) const { return dims[static_cast<size_t>(i)]; }
  Dim& operator[](int i) { return dims[static_cast<size_t>(i)]; }
};

using Inputs = std::vector<Dims>;   // one per formal input
using Outputs = std::vector<Dims>;  // one per formal output

}  // namespace trtp

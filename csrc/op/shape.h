#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "error.h"

namespace trtp {

inline constexpr int max_rank = 8;

// Extents of a tensor, outermost first. Fixed capacity: it is made on the hot path, where nothing
// may allocate.
class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<int64_t> dims) {
    for (auto d : dims) push_back(d);
  }

  int rank() const { return rank_; }
  int64_t operator[](int i) const { return dims_[static_cast<size_t>(i)]; }
  int64_t& operator[](int i) { return dims_[static_cast<size_t>(i)]; }
  int64_t const* begin() const { return dims_.data(); }
  int64_t const* end() const { return dims_.data() + rank_; }
  void push_back(int64_t d) {
    if (rank_ == max_rank) fail("a tensor has more than ", max_rank, " dimensions");
    dims_[static_cast<size_t>(rank_++)] = d;
  }

  // Product of the extents in [first, last); 1 for an empty range.
  int64_t volume(int first, int last) const {
    int64_t v = 1;
    for (int i = first; i < last; ++i) v *= (*this)[i];
    return v;
  }
  int64_t volume() const { return volume(0, rank_); }

  friend bool operator==(Shape const& a, Shape const& b) {
    bool same = a.rank_ == b.rank_;
    for (int i = 0; same && i < a.rank_; ++i) same = a[i] == b[i];
    return same;
  }
  friend bool operator!=(Shape const& a, Shape const& b) { return !(a == b); }

 private:
  std::array<int64_t, max_rank> dims_{};
  int rank_ = 0;
};

inline std::string to_string(Shape const& s) {
  std::string out = "(";
  for (int i = 0; i < s.rank(); ++i) out += (i ? ", " : "") + std::to_string(s[i]);
  return out + (s.rank() == 1 ? ",)" : ")");
}

// ONNX's axis in [-rank, rank) as one in [0, rank).
inline int normalize_axis(int64_t axis, int rank, char const* attribute = "axis") {
  if (axis < -rank || axis >= rank) {
    fail("attribute '", attribute, "': expected a value in [", -rank, ", ", rank - 1,
         "] for an input of rank ", rank, ", got ", axis);
  }
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

}  // namespace trtp

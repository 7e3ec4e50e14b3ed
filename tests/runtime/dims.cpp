// Ranges of one input in several profiles, and whether what the first one fixes is fixed alike.

#include "runtime/dims.h"

#include <cstdio>

using trtp::Shape;
using trtp::runtime::fixed_alike;
using Range = std::array<Shape, 3>;

int main() {
  Range const one{Shape{1, 8}, Shape{1, 8}, Shape{1, 8}};
  Range const many{Shape{2, 8}, Shape{4, 8}, Shape{16, 8}};
  Range const from_one{Shape{1, 8}, Shape{4, 8}, Shape{16, 8}};
  Range const wide{Shape{2, 8}, Shape{4, 16}, Shape{16, 64}};
  Range const scalar{};
  std::vector<std::vector<Range>> const cases{{},
                                              {one},
                                              {one, one},
                                              {one, many},
                                              {many, one},
                                              {one, from_one},
                                              {many, many, wide},
                                              {scalar, scalar},
                                              {from_one, many}};
  for (auto const& ranges : cases) std::printf("%d", fixed_alike(ranges));
}

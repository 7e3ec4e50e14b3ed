#pragma once

#include <cstdint>
#include <memory>

#include "op/type.h"

namespace trtp::runtime {

// Weights in host memory, which are not copied where nothing else is said.
struct WeightValues {
  Type type = Type::none;
  void const* data = nullptr;
  int64_t count = 0;                       // elements
  std::shared_ptr<void const> owner = {};  // held as long as the data are needed; null: the caller
};

}  // namespace trtp::runtime

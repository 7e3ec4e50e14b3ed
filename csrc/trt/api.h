#pragma once

#include <string>
#include <vector>

#include "op/any_op.h"
#include "registration.h"

namespace trtp {

// What a plugin library made with this operator core tells about itself, to the Python package
// above all: looked up as the C function trtplugins_api. Both sides must be of one build of the
// core; `abi` tells.
struct Api {
  static constexpr uint32_t current_abi = 1;

  uint32_t abi;
  char const* version;
  std::vector<OpInfo const*> const& (*operators)();
  trt::Registration (*register_operators)(std::string const& namespace_name);  // throws Error
  void (*deregister_operators)(std::string const& namespace_name);
};

}  // namespace trtp

extern "C" __attribute__((visibility("default"))) trtp::Api const* trtplugins_api() noexcept;

#pragma once

#include <string>
#include <vector>

#include "op/any_op.h"
#include "registration.h"

namespace trtp {

// What a plugin library made with this operator core tells about itself, to the Python package
// above all. Both sides must be of one build of the core; `abi` tells.
struct Api {
  static constexpr uint32_t current_abi = 1;

  uint32_t abi;
  char const* version;  // of the core
  std::vector<OpInfo const*> const& (*operators)();
  trt::Registration (*register_operators)(std::string const& namespace_name);  // throws Error
  void (*deregister_operators)(std::string const& namespace_name);
};

}  // namespace trtp

// Of any plugin library: to be looked up in its handle, as every one has it.
extern "C" __attribute__((visibility("default"))) trtp::Api const* trtplugins_library() noexcept;
// Of libtrtplugins.so, to link.
extern "C" __attribute__((visibility("default"))) trtp::Api const* trtplugins_api() noexcept;

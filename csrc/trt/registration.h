#pragma once

#include <string>
#include <vector>

namespace trtp::trt {

// What became of the registration of this library's operators in one namespace of TensorRT's
// registry.
struct Registration {
  std::vector<std::string> registered;  // names, aliases included, that our creators answer for
  // Names that somebody else's creator holds, in words: which, whose, and what to use instead.
  // Empty means success.
  std::vector<std::string> problems;
};

// Registers every operator under its name and its alias. Idempotent: what is ours already is left
// alone. Throws Error if TensorRT cannot be found or used.
Registration register_operators(std::string const& namespace_name);

// Takes out of TensorRT's registry what register_operators put there.
void deregister_operators(std::string const& namespace_name) noexcept;

}  // namespace trtp::trt

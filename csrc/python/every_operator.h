#pragma once

#include <vector>

#include "op/any_op.h"

namespace trtp::python {

// The operators of libtrtplugins.so and of the plugin libraries that were loaded; of several with
// one name the first, whose creator is the one in TensorRT's registry.
std::vector<OpInfo const*> every_operator();

}  // namespace trtp::python

#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <optional>
#include <string>

#include "op/error.h"
#include "runtime/enum_names.h"
#include "runtime/network.h"

namespace trtp::python {

using NetworkClass = pybind11::class_<runtime::Network>;

// The functions that add layers, by kind.
void register_spatial_layers(NetworkClass& network);
void register_element_layers(NetworkClass& network);
void register_shape_layers(NetworkClass& network);

// An array, or what numpy makes one of; None: none. Floats and whole numbers that are not an array
// become float32 and int32. The values are not copied unless they are not contiguous. Throws Error
// naming the argument. To be called with the interpreter's lock, which the rest is done without.
runtime::WeightValues weights_from(pybind11::object const& array, char const* argument);

using OptionalName = std::optional<std::string>;

// What every layer may be told.
template <class Options = runtime::LayerOptions>
Options options_with(std::string const& name, OptionalName const& precision) {
  Options out;
  out.name = name;
  if (precision)
    out.precision = within("precision", [&] { return runtime::data_type_of(*precision); });
  return out;
}

}  // namespace trtp::python

#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/plugin.h"

namespace trtp::python {

// Fields as a creator is given them, copied from tuples (name, TensorRT's number of the type, data,
// length). Data are bytes, or optional ones, which a field may lack. To be called with the lock.
template <class Field>
std::vector<runtime::PluginField> fields_from(std::vector<Field> const& fields) {
  std::vector<runtime::PluginField> out;
  for (auto const& [name, type, data, length] : fields) {
    std::optional<pybind11::bytes> const given = data;
    auto copy = given ? std::make_unique<std::string>(*given) : nullptr;
    out.push_back(
        {name, static_cast<decltype(runtime::PluginField::type)>(type), std::move(copy), length});
  }
  return out;
}

}  // namespace trtp::python

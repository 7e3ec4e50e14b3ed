#pragma once

#include <string>
#include <vector>

#include "api.h"

namespace trtp::trt {

// A plugin library of somebody else's, made with this operator core.
struct PluginLibrary {
  std::string path;
  Api const* api;
};

// Loads one, for the life of the process, since what it declares is referred to; again for nothing.
// Throws Error that says why it cannot be loaded, or that it is no such library or of another build
// of the core.
PluginLibrary const& load_plugin_library(std::string const& path);

// Those that were loaded, in this order. Thread-safe.
std::vector<PluginLibrary> plugin_libraries();

}  // namespace trtp::trt

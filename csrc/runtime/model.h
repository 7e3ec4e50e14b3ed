#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "op/shape.h"

namespace trtp::runtime {

// A model in memory, which has to outlive its import, or a file.
struct Model {
  void const* data = nullptr;
  size_t size = 0;
  std::string path;  // used if data is null

  std::string description() const {
    return data ? text("model of ", size, " bytes") : "'" + path + "'";
  }
};

// UFF and Caffe only. A UFF file can also say both itself, a Caffe file its inputs.
struct Bindings {
  std::map<std::string, Shape> inputs;  // full shapes, batch included, -1 dynamic
  std::vector<std::string> outputs;     // names of UFF nodes, of Caffe blobs
};

}  // namespace trtp::runtime

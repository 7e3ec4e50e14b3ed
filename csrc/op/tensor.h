#pragma once

#include <cuda_runtime_api.h>

#include "format.h"
#include "shape.h"
#include "type.h"

namespace trtp {

// What is known of a tensor besides its data. Extents are -1 where they are not known yet. `scale`:
// a real value is (stored value) * scale where the type is int8 and the network is quantised per
// tensor.
struct Desc {
  Type type = Type::none;
  Format format = Format::linear;
  Shape shape;
  float scale = 1.F;
};

// An untyped tensor on the device. `data` is null for an optional input that was not given and for
// an output that nobody uses.
struct Buffer {
  void* data = nullptr;
  Desc desc;
};

// What an operator's launch() receives, one per formal input and output.
template <class T>
struct Tensor {
  T* data = nullptr;
  Shape shape;
  Format format = Format::linear;
  float scale = 1.F;

  explicit operator bool() const { return data != nullptr; }
  int64_t count() const { return padded_volume(shape, format); }
};

struct Launch {
  void* workspace = nullptr;  // at least what workspace() asked for, aligned to 256 bytes
  cudaStream_t stream = nullptr;
};

}  // namespace trtp

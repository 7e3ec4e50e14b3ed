// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

namespace nvinfer1 {

// What TensorRT hands out are facades: a pointer to an object of the class of slots in apiv that
// bears the facade's name, and inline functions that call it.
class INoCopy {
 public:
  INoCopy(INoCopy const&) = delete;
  INoCopy& operator=(INoCopy const&) = delete;

 protected:
  INoCopy() = default;
  virtual ~INoCopy() = default;
};
static_assert(sizeof(INoCopy) == 8);

namespace apiv {

class VRoot {
 public:
  virtual ~VRoot() noexcept = default;
};

}  // namespace apiv
}  // namespace nvinfer1

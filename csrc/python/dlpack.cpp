// Arrays of frameworks that say where their data is by DLPack. The structures are those of its
// specification (https://dmlc.github.io/dlpack, versions 0.2 to 1.x).

#include <pybind11/pybind11.h>

#include <cstdint>
#include <string>
#include <utility>

#include "op/error.h"
#include "register.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

struct Device {
  int32_t type;
  int32_t id;
};

struct DataType {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
};

struct Tensor {
  void* data;
  Device device;
  int32_t ndim;
  DataType dtype;
  int64_t* shape;
  int64_t* strides;  // in elements; null: contiguous
  uint64_t byte_offset;
};

struct ManagedTensor {  // "dltensor"
  Tensor tensor;
  void* manager;
  void (*deleter)(ManagedTensor*);
};

struct VersionedTensor {  // "dltensor_versioned"
  uint32_t major, minor;
  void* manager;
  void (*deleter)(VersionedTensor*);
  uint64_t flags;
  Tensor tensor;
};

Tensor const& tensor_in(py::handle capsule) {
  if (PyCapsule_IsValid(capsule.ptr(), "dltensor")) {
    return static_cast<ManagedTensor*>(PyCapsule_GetPointer(capsule.ptr(), "dltensor"))->tensor;
  }
  if (PyCapsule_IsValid(capsule.ptr(), "dltensor_versioned")) {
    auto const& versioned =
        *static_cast<VersionedTensor*>(PyCapsule_GetPointer(capsule.ptr(), "dltensor_versioned"));
    if (versioned.major != 1)
      fail("expected DLPack 1, got ", versioned.major, ".", versioned.minor);
    return versioned.tensor;
  }
  fail("expected a capsule of DLPack that nobody has taken yet");
}

// As numpy calls it.
std::string name_of(DataType type) {
  auto const bits = std::to_string(type.bits);
  if (type.lanes == 1) {
    switch (type.code) {
      case 0: return "int" + bits;
      case 1: return "uint" + bits;
      case 2: return "float" + bits;
      case 4: return "bfloat" + bits;
      case 5: return "complex" + bits;
      case 6: return "bool";
      default: break;
    }
  }
  return text("DLPack's type (", int{type.code}, ", ", bits, " bits, ", type.lanes, " lanes)");
}

py::tuple read_dlpack(py::handle capsule) {
  auto const& tensor = tensor_in(capsule);
  auto const rank = static_cast<size_t>(tensor.ndim);
  py::tuple shape(rank), strides(tensor.strides ? rank : 0);
  for (size_t i = 0; i < rank; ++i) {
    shape[i] = tensor.shape[i];
    if (tensor.strides) strides[i] = tensor.strides[i];
  }
  auto const address = reinterpret_cast<uintptr_t>(tensor.data) + tensor.byte_offset;
  return py::make_tuple(address, name_of(tensor.dtype), std::move(shape),
                        tensor.strides ? py::object(std::move(strides)) : py::none(),
                        tensor.device.type, tensor.device.id);
}

}  // namespace

void register_dlpack(py::module_& m) {
  m.def(
      "read_dlpack", &read_dlpack, py::arg("capsule"),
      "(address, dtype as numpy calls it, shape, strides in elements or None, type of the device, "
      "its number)\n"
      "of what __dlpack__() returns, which is not taken: its owner lets go of it with the "
      "capsule.");
}

}  // namespace trtp::python

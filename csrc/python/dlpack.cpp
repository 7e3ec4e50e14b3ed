// Arrays of frameworks that say where their data is by DLPack. The structures are those of its
// specification (https://dmlc.github.io/dlpack, versions 0.2 to 1.x).

#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

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

// How to ask a framework in C, "dlpack_exchange_api"; from DLPack 1.3 on.
struct ExchangeApi {
  uint32_t major, minor;
  ExchangeApi* older;  // of a lower major version
  void* allocate;
  void* managed_from_object;
  void* managed_to_object;
  int (*tensor_from_object)(void* object, Tensor* out);  // may be null; -1: a Python exception
  void* current_stream;
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

bool is_contiguous(Tensor const& tensor) {
  if (!tensor.strides) return true;
  int64_t step = 1;
  for (auto i = tensor.ndim; i-- > 0;) {
    if (tensor.shape[i] != 1 && tensor.strides[i] != step) return false;
    step *= tensor.shape[i];
  }
  return true;
}

// Reads the addresses of arrays that are as one was in shape, type and device: once per inference,
// hence at once instead of attribute by attribute.
class ArraysLike {
 public:
  // Of any object of the type that has the capsule.
  ArraysLike(py::handle exchange_api, py::handle array) {
    constexpr auto name = "dlpack_exchange_api";
    ExchangeApi const* api = nullptr;
    if (PyCapsule_IsValid(exchange_api.ptr(), name))
      api = static_cast<ExchangeApi*>(PyCapsule_GetPointer(exchange_api.ptr(), name));
    while (api && api->major != 1) api = api->older;
    if (!api || !api->tensor_from_object) fail("expected an exchange API of DLPack 1");
    read_ = api->tensor_from_object;
    Tensor tensor{};
    if (read_(array.ptr(), &tensor) != 0) throw py::error_already_set();
    device_ = tensor.device;
    dtype_ = tensor.dtype;
    shape_.assign(tensor.shape, tensor.shape + tensor.ndim);
  }

  uintptr_t address(py::handle array) const {
    Tensor tensor{};
    if (read_(array.ptr(), &tensor) != 0) {
      PyErr_Clear();
      return 0;
    }
    bool const alike = tensor.device.type == device_.type && tensor.device.id == device_.id &&
                       tensor.dtype.code == dtype_.code && tensor.dtype.bits == dtype_.bits &&
                       tensor.dtype.lanes == dtype_.lanes &&
                       static_cast<size_t>(tensor.ndim) == shape_.size() &&
                       std::equal(shape_.begin(), shape_.end(), tensor.shape);
    if (!alike || !is_contiguous(tensor)) return 0;
    return reinterpret_cast<uintptr_t>(tensor.data) + tensor.byte_offset;
  }

 private:
  int (*read_)(void* object, Tensor* out);
  Device device_;
  DataType dtype_;
  std::vector<int64_t> shape_;
};

}  // namespace

void register_dlpack(py::module_& m) {
  py::class_<ArraysLike>(m, "ArraysLike")
      .def(py::init<py::handle, py::handle>(), py::arg("exchange_api"), py::arg("array"),
           "Of this array's type, which has the capsule as __dlpack_c_exchange_api__. Raises Error "
           "if it is of an unknown version.")
      .def("address", &ArraysLike::address, py::arg("array"),
           "Of an array of the same type; 0 if it is empty, not contiguous or differs in shape, "
           "element type or device.");
  m.def(
      "read_dlpack", &read_dlpack, py::arg("capsule"),
      "(address, dtype as numpy calls it, shape, strides in elements or None, type of the device, "
      "its number)\n"
      "of what __dlpack__() returns, which is not taken: its owner lets go of it with the "
      "capsule.");
}

}  // namespace trtp::python

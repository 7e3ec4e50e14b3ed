#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>

namespace trtp::python {

// The bytes of an object with the buffer protocol, of any element type. Raises BufferError if they
// are not contiguous or, where they are to be written, read-only. To be made and destroyed with the
// interpreter's lock held.
class Bytes {
 public:
  explicit Bytes(pybind11::handle object, bool writable = false) {
    if (PyObject_GetBuffer(object.ptr(), &view_, writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) != 0) {
      throw pybind11::error_already_set();
    }
  }
  ~Bytes() { PyBuffer_Release(&view_); }
  Bytes(Bytes const&) = delete;
  Bytes& operator=(Bytes const&) = delete;

  void* data() const { return view_.buf; }
  size_t size() const { return static_cast<size_t>(view_.len); }

 private:
  Py_buffer view_{};
};

}  // namespace trtp::python

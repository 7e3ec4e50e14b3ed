#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <string>

namespace trtp::python {

inline bool is_finalizing() {
#if PY_VERSION_HEX >= 0x030D0000
  return Py_IsFinalizing() != 0;
#else
  return _Py_IsFinalizing() != 0;
#endif
}

// Takes the interpreter's lock for a call into Python from any thread. `ok` is false where there is
// no interpreter left to call: it is shutting down, and a thread without the lock would never get
// it.
class Interpreter {
 public:
  Interpreter() : ok(available()) {
    if (ok) state_ = PyGILState_Ensure();
  }
  ~Interpreter() {
    if (ok) PyGILState_Release(state_);
  }
  Interpreter(Interpreter const&) = delete;
  Interpreter& operator=(Interpreter const&) = delete;

  bool const ok;

 private:
  static bool available() {
    if (!Py_IsInitialized()) return false;
    return !is_finalizing() || PyGILState_Check() != 0;
  }

  PyGILState_STATE state_{};
};

// A Python object to be kept by C++, which lets go of it from any thread. Made with the
// interpreter's lock held.
using Held = std::shared_ptr<pybind11::object>;
inline Held hold(pybind11::object object) {
  return {new pybind11::object(std::move(object)), [](pybind11::object* o) {
            Interpreter const interpreter;
            if (!interpreter.ok) o->release();  // goes with the interpreter
            delete o;
          }};
}

}  // namespace trtp::python

#include "convert.h"

namespace trtp::python {

namespace py = pybind11;

Shape shape_from(Extents const& extents) {
  Shape out;
  for (auto d : extents) out.push_back(d);
  return out;
}

py::tuple to_python(Shape const& shape) {
  py::tuple out(static_cast<size_t>(shape.rank()));
  for (int i = 0; i < shape.rank(); ++i) out[static_cast<size_t>(i)] = shape[i];
  return out;
}

py::bytes to_python(nvinfer1::IHostMemory const& memory) {
  return {static_cast<char const*>(memory.data()), memory.size()};
}

runtime::Sink sink_from(py::object const& log) {
  if (log.is_none()) return {};
  auto const held = std::shared_ptr<py::object>(new py::object(log), &delete_locked<py::object>);
  return [held](runtime::Severity severity, std::string const& message) {
    Interpreter const interpreter;
    if (!interpreter.ok) return;
    try {
      auto const text = py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
          message.data(), static_cast<py::ssize_t>(message.size()), "replace"));
      (*held)(runtime::name_of(severity), text);
    } catch (py::error_already_set& e) {
      e.discard_as_unraisable("trtplugins: a log function");
    }
  };
}

}  // namespace trtp::python

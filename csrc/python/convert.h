#pragma once

#include <pybind11/pybind11.h>

#include <functional>
#include <memory>
#include <vector>

#include "callback.h"
#include "op/shape.h"
#include "runtime/builder.h"
#include "runtime/logger.h"

namespace trtp::python {

using Extents = std::vector<int64_t>;

Shape shape_from(Extents const& extents);
pybind11::tuple to_python(Shape const& shape);
pybind11::bytes to_python(nvinfer1::IHostMemory const& memory);

// For objects that are let go of on whatever thread.
template <class T>
void delete_locked(T* object) {
  Interpreter const interpreter;
  if (!interpreter.ok) object->release();  // goes with the interpreter
  delete object;
}

// A function log(severity, message), or None. It is let go of with the lock held, and what it
// raises is reported where it cannot be raised.
runtime::Sink sink_from(pybind11::object const& log);

// Throws what a signal's handler raises: KeyboardInterrupt, on the main thread. To be called
// without the lock.
void check_signals();

// Runs `make` on a thread of its own, so that signals are handled meanwhile: what a handler raises
// cancels the build and is raised at once, as is Cancelled; the build is then left to itself, and
// its lines are dropped. `make` must own what it uses. To be called with the lock.
using PlanMaker =
    std::function<std::unique_ptr<nvinfer1::IHostMemory>(runtime::BuildOptions const&)>;
pybind11::bytes build_interruptibly(runtime::BuildOptions options,
                                    std::shared_ptr<runtime::Cancellation> cancellation,
                                    PlanMaker make);

}  // namespace trtp::python

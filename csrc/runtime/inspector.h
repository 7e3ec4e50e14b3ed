#pragma once

#include <string>

#include "context.h"
#include "engine.h"

namespace trtp::runtime {

// What TensorRT tells of an engine's layers, as JSON: names alone, or everything if the engine was
// built with detailed profiling verbosity. With a context, shapes are those set there. Throws Error
// with TensorRT's lines.
std::string inspect(Engine& engine, Context* context = nullptr);

}  // namespace trtp::runtime

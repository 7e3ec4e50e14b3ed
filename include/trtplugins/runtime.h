#pragma once

// Defining, building, saving, loading and running engines: trtp::runtime; TensorRT itself as it was
// found: trtp::trt::library(). Link trtplugins::runtime.
#include "runtime/build_options.h"
#include "runtime/builder.h"
#include "runtime/context.h"
#include "runtime/engine.h"
#include "runtime/gpu_allocator.h"
#include "runtime/load_engine.h"
#include "runtime/network.h"
#include "runtime/plan_file.h"
#include "runtime/plan_host.h"
#include "trt/library.h"

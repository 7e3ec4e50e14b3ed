// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "NvInferRuntimeCommon.h"
#include "detail/engine_inspector.h"
#include "detail/execution_context.h"
#include "detail/logger_finder.h"
#include "detail/optimization_profile.h"
#include "detail/plugin_v2_dynamic_ext.h"
#include "detail/refitter.h"
#include "detail/runtime.h"

#pragma once

// Device memory resources, which compose: trtp::memory::LimitResource(AsyncPoolResource) ...
// Link trtplugins::memory.
#include "memory/arena_resource.h"
#include "memory/async_pool_resource.h"
#include "memory/callback_resource.h"
#include "memory/cuda_resource.h"
#include "memory/device.h"
#include "memory/failing_resource.h"
#include "memory/limit_resource.h"
#include "memory/logging_resource.h"
#include "memory/tracking_resource.h"

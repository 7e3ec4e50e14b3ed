// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

// The newest version declared here. What 8.5 lacks is marked `8.6`: compare getInferLibVersion()
// with 8600 before using it.
#define NV_TENSORRT_MAJOR 8
#define NV_TENSORRT_MINOR 6
#define NV_TENSORRT_PATCH 0
#define NV_TENSORRT_VERSION 8600

#define TRTP_OWN_ABI 1

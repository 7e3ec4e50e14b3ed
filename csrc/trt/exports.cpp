// The C functions that libtrtplugins.so alone has.

#include <NvInfer.h>

#include "api.h"
#include "log.h"
#include "registration.h"
#include "trtplugins/trtplugins.h"

using trtp::trt::guarded;

trtp::Api const* trtplugins_api() noexcept { return trtplugins_library(); }

bool initTrtPlugins(void* logger, char const* plugin_namespace) noexcept {
  if (logger) trtp::trt::set_logger(static_cast<nvinfer1::ILogger*>(logger));
  return guarded(false, [&] {
    return trtp::trt::register_operators(plugin_namespace ? plugin_namespace : "").problems.empty();
  });
}

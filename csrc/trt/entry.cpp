// The C functions that every plugin library made with this operator core has.

#include <NvInfer.h>

#include "api.h"
#include "creator_v2.h"
#include "log.h"
#include "registration.h"

#ifndef TRTP_VERSION
#error "TRTP_VERSION is defined by the build"
#endif

#define TRTP_EXPORT extern "C" __attribute__((visibility("default")))

using trtp::trt::guarded;

trtp::Api const* trtplugins_library() noexcept {
  static constexpr trtp::Api api{trtp::Api::current_abi, TRTP_VERSION, &trtp::operators,
                                 &trtp::trt::register_operators, &trtp::trt::deregister_operators};
  return &api;
}

// IPluginRegistry::loadLibrary of TensorRT 8.6 calls these two by name. It registers what it is
// given itself, and takes it out again in deregisterLibrary, so what was registered when the
// library was loaded has to go first.
TRTP_EXPORT nvinfer1::IPluginCreator* const* getPluginCreators(int32_t& count) {
  count = 0;
  return guarded(static_cast<nvinfer1::IPluginCreator* const*>(nullptr), [&] {
    trtp::trt::deregister_operators("");
    static auto const& list = *[] {  // never destroyed, as those of register_operators()
      auto* const out = new std::vector<nvinfer1::IPluginCreator*>;
      for (auto& c : trtp::trt::make_creators()) out->push_back(c.release());
      return out;
    }();
    count = static_cast<int32_t>(list.size());
    return list.data();
  });
}

TRTP_EXPORT void setLoggerFinder(nvinfer1::ILoggerFinder* finder) {
  trtp::trt::set_logger_finder(finder);
}

// What happens when the library is loaded: its operators are registered in the default namespace,
// so that dlopen, ctypes and LD_PRELOAD need nothing else.

#include <link.h>

#include <cstring>
#include <string>

#include "library.h"
#include "log.h"
#include "registration.h"

namespace {

// The Python package is of use without TensorRT, and says itself what is missing when it is asked
// for.
bool part_of_python_package() {
  return dl_iterate_phdr(
             [](dl_phdr_info* info, size_t, void*) {
               return info->dlpi_name && std::strstr(info->dlpi_name, "/trtplugins/_core.") ? 1 : 0;
             },
             nullptr) != 0;
}

__attribute__((constructor)) void on_load() noexcept {
  trtp::trt::guarded(0, [] {
    std::string why;
    if (trtp::trt::find_library(&why)) {
      trtp::trt::register_operators("");  // logs what is wrong
    } else if (!part_of_python_package()) {
      trtp::trt::log(nvinfer1::ILogger::Severity::kERROR, "operators are not registered: " + why);
    }
    return 0;
  });
}

}  // namespace

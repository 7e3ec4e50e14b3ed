#include "device.h"

#include "cuda_error.h"

namespace trtp::memory {

namespace {

cudaError_t count_devices(int& count) noexcept {
  auto const status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess) {
    cudaGetLastError();
    count = 0;
  }
  return status == cudaSuccess && count == 0 ? cudaErrorNoDevice : status;
}

}  // namespace

int device_count() noexcept {
  int count = 0;
  count_devices(count);
  return count;
}

std::string why_no_device() {
  int count = 0;
  auto const status = count_devices(count);
  if (status == cudaSuccess) return "";
  int driver = 0;
  if (status != cudaErrorInsufficientDriver || cudaDriverGetVersion(&driver) != cudaSuccess)
    return words_of(status);
  // CUDA calls a missing driver an old one.
  if (driver == 0) return text("no NVIDIA driver is installed (", words_of(status), ")");
  auto const dotted = [](int v) { return text(v / 1000, ".", v % 1000 / 10); };
  return text("the NVIDIA driver is for CUDA ", dotted(driver), ", expected ",
              dotted(CUDART_VERSION), " or newer (", words_of(status), ")");
}

void require_device(char const* what) {
  if (auto const why = why_no_device(); !why.empty()) fail(what, " needs a GPU: ", why);
  check(cudaFree(nullptr), what, ": CUDA cannot be initialised");
}

int current_device() {
  int device = 0;
  check(cudaGetDevice(&device), "cannot tell the current device");
  return device;
}

}  // namespace trtp::memory

#include "log.h"

#include <atomic>
#include <cstdio>

#include "library.h"

namespace trtp::trt {

namespace {

using nvinfer1::ILogger;

std::atomic<ILogger*> own_logger{nullptr};
std::atomic<nvinfer1::ILoggerFinder*> own_finder{nullptr};

ILogger* logger() {
  if (auto* l = own_logger.load()) return l;
  if (auto* f = own_finder.load()) {
    if (auto* l = f->findLogger()) return l;
  }
  if (!is_loaded()) return nullptr;  // a message must not be what loads TensorRT
  auto const* lib = find_library();
  return lib ? lib->logger() : nullptr;
}

}  // namespace

void set_logger(ILogger* l) noexcept { own_logger = l; }
void set_logger_finder(nvinfer1::ILoggerFinder* f) noexcept { own_finder = f; }

void log(ILogger::Severity severity, std::string const& message) noexcept {
  try {
    auto const line = "trtplugins: " + message;
    if (auto* l = logger()) {
      l->log(severity, line.c_str());
    } else if (severity <= ILogger::Severity::kWARNING) {
      std::fprintf(stderr, "%s\n", line.c_str());
    }
  } catch (...) {  // out of memory: nothing left to say it with
  }
}

}  // namespace trtp::trt

#pragma once

#include <NvInfer.h>

#include <exception>
#include <string>

namespace trtp::trt {

// Where messages go: the logger given to initTrtPlugins, else the one that loadLibrary's finder
// knows, else the one that TensorRT got from the application, else standard error (warnings and
// errors only).
void log(nvinfer1::ILogger::Severity severity, std::string const& message) noexcept;
void set_logger(nvinfer1::ILogger* logger) noexcept;
void set_logger_finder(nvinfer1::ILoggerFinder* finder) noexcept;

// The boundary that no exception crosses: what f throws is logged, and `fallback` is returned.
template <class R, class F>
R guarded(R fallback, F&& f) noexcept {
  try {
    return f();
  } catch (std::exception const& e) {
    log(nvinfer1::ILogger::Severity::kERROR, e.what());
  } catch (...) {
    log(nvinfer1::ILogger::Severity::kERROR, "unknown exception");
  }
  return fallback;
}

}  // namespace trtp::trt

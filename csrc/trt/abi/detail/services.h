// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include "values.h"

namespace nvinfer1 {

class ILogger {
 public:
  enum class Severity : int32_t {
    kINTERNAL_ERROR = 0,
    kERROR = 1,
    kWARNING = 2,
    kINFO = 3,
    kVERBOSE = 4
  };
  virtual void log(ILogger::Severity severity, char const* msg) noexcept = 0;
  virtual ~ILogger() = default;
};

class IErrorRecorder {
 public:
  using ErrorDesc = char const*;
  using RefCount = int32_t;
  virtual ~IErrorRecorder() noexcept = default;
  virtual int32_t getNbErrors() const noexcept = 0;
  virtual ErrorCode getErrorCode(int32_t errorIdx) const noexcept = 0;
  virtual IErrorRecorder::ErrorDesc getErrorDesc(int32_t errorIdx) const noexcept = 0;
  virtual bool hasOverflowed() const noexcept = 0;
  virtual void clear() noexcept = 0;
  virtual bool reportError(ErrorCode val, IErrorRecorder::ErrorDesc desc) noexcept = 0;
  virtual IErrorRecorder::RefCount incRefCount() noexcept = 0;
  virtual IErrorRecorder::RefCount decRefCount() noexcept = 0;
};

class IGpuAllocator {
 public:
  virtual void* allocate(uint64_t size, uint64_t alignment, AllocatorFlags flags) noexcept = 0;
  virtual void free(void* memory) noexcept = 0;
  virtual ~IGpuAllocator() = default;
  virtual void* reallocate(void*, uint64_t, uint64_t) noexcept { return nullptr; }
  virtual bool deallocate(void* memory) noexcept {
    this->free(memory);
    return true;
  }
};

class ILoggerFinder {
 public:
  virtual ILogger* findLogger() = 0;

 protected:
  virtual ~ILoggerFinder() = default;
};

class INoCopy {
 protected:
  INoCopy() = default;
  virtual ~INoCopy() = default;
  INoCopy(INoCopy const&) = delete;
  INoCopy& operator=(INoCopy const&) = delete;
};

}  // namespace nvinfer1

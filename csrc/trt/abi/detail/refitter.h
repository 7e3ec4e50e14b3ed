// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "error_recorder.h"
#include "logger.h"
#include "root.h"
#include "weights.h"

namespace nvinfer1 {

enum class WeightsRole : int32_t {
  kKERNEL = 0,
  kBIAS = 1,
  kSHIFT = 2,
  kSCALE = 3,
  kCONSTANT = 4,
  kANY = 5,
};

namespace apiv {

class VRefitter : public VRoot {
 public:
  virtual bool setWeights(char const* layerName, WeightsRole role, Weights weights) noexcept = 0;
  virtual bool refitCudaEngine() noexcept = 0;
  virtual int32_t getMissing(int32_t size, char const** layerNames,
                             WeightsRole* roles) noexcept = 0;
  virtual int32_t getAll(int32_t size, char const** layerNames, WeightsRole* roles) noexcept = 0;
  virtual bool setDynamicRange(char const* tensorName, float min, float max) noexcept = 0;
  virtual float getDynamicRangeMin(char const* tensorName) const noexcept = 0;
  virtual float getDynamicRangeMax(char const* tensorName) const noexcept = 0;
  virtual int32_t getTensorsWithDynamicRange(int32_t size,
                                             char const** tensorNames) const noexcept = 0;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual bool setNamedWeights(char const* name, Weights weights) noexcept = 0;
  virtual int32_t getMissingWeights(int32_t size, char const** weightsNames) noexcept = 0;
  virtual int32_t getAllWeights(int32_t size, char const** weightsNames) noexcept = 0;
  virtual ILogger* getLogger() const noexcept = 0;
  virtual bool setMaxThreads(int32_t maxThreads) noexcept = 0;
  virtual int32_t getMaxThreads() const noexcept = 0;
};

}  // namespace apiv

class IRefitter : public INoCopy {
 public:
  ~IRefitter() noexcept override = default;
  bool setWeights(char const* layerName, WeightsRole role, Weights weights) noexcept {
    return mImpl->setWeights(layerName, role, weights);
  }
  bool refitCudaEngine() noexcept { return mImpl->refitCudaEngine(); }
  int32_t getMissing(int32_t size, char const** layerNames, WeightsRole* roles) noexcept {
    return mImpl->getMissing(size, layerNames, roles);
  }
  int32_t getAll(int32_t size, char const** layerNames, WeightsRole* roles) noexcept {
    return mImpl->getAll(size, layerNames, roles);
  }
  bool setDynamicRange(char const* tensorName, float min, float max) noexcept {
    return mImpl->setDynamicRange(tensorName, min, max);
  }
  float getDynamicRangeMin(char const* tensorName) const noexcept {
    return mImpl->getDynamicRangeMin(tensorName);
  }
  float getDynamicRangeMax(char const* tensorName) const noexcept {
    return mImpl->getDynamicRangeMax(tensorName);
  }
  int32_t getTensorsWithDynamicRange(int32_t size, char const** tensorNames) const noexcept {
    return mImpl->getTensorsWithDynamicRange(size, tensorNames);
  }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  bool setNamedWeights(char const* name, Weights weights) noexcept {
    return mImpl->setNamedWeights(name, weights);
  }
  int32_t getMissingWeights(int32_t size, char const** weightsNames) noexcept {
    return mImpl->getMissingWeights(size, weightsNames);
  }
  int32_t getAllWeights(int32_t size, char const** weightsNames) noexcept {
    return mImpl->getAllWeights(size, weightsNames);
  }
  ILogger* getLogger() const noexcept { return mImpl->getLogger(); }
  bool setMaxThreads(int32_t maxThreads) noexcept { return mImpl->setMaxThreads(maxThreads); }
  int32_t getMaxThreads() const noexcept { return mImpl->getMaxThreads(); }

 protected:
  apiv::VRefitter* mImpl;
};
static_assert(sizeof(IRefitter) == 16);

}  // namespace nvinfer1

// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "dims.h"
#include "root.h"

namespace nvinfer1 {

enum class OptProfileSelector : int32_t {
  kMIN = 0,
  kOPT = 1,
  kMAX = 2,
};

namespace apiv {

class VOptimizationProfile : public VRoot {
 public:
  virtual bool setDimensions(char const* inputName, OptProfileSelector select,
                             Dims dims) noexcept = 0;
  virtual Dims getDimensions(char const* inputName, OptProfileSelector select) const noexcept = 0;
  virtual bool setShapeValues(char const* inputName, OptProfileSelector select,
                              int32_t const* values, int32_t nbValues) noexcept = 0;
  virtual int32_t getNbShapeValues(char const* inputName) const noexcept = 0;
  virtual int32_t const* getShapeValues(char const* inputName,
                                        OptProfileSelector select) const noexcept = 0;
  virtual bool setExtraMemoryTarget(float target) noexcept = 0;
  virtual float getExtraMemoryTarget() const noexcept = 0;
  virtual bool isValid() const noexcept = 0;
};

}  // namespace apiv

class IOptimizationProfile : public INoCopy {
 public:
  bool setDimensions(char const* inputName, OptProfileSelector select, Dims dims) noexcept {
    return mImpl->setDimensions(inputName, select, dims);
  }
  Dims getDimensions(char const* inputName, OptProfileSelector select) const noexcept {
    return mImpl->getDimensions(inputName, select);
  }
  bool setShapeValues(char const* inputName, OptProfileSelector select, int32_t const* values,
                      int32_t nbValues) noexcept {
    return mImpl->setShapeValues(inputName, select, values, nbValues);
  }
  int32_t getNbShapeValues(char const* inputName) const noexcept {
    return mImpl->getNbShapeValues(inputName);
  }
  int32_t const* getShapeValues(char const* inputName, OptProfileSelector select) const noexcept {
    return mImpl->getShapeValues(inputName, select);
  }
  bool setExtraMemoryTarget(float target) noexcept { return mImpl->setExtraMemoryTarget(target); }
  float getExtraMemoryTarget() const noexcept { return mImpl->getExtraMemoryTarget(); }
  bool isValid() const noexcept { return mImpl->isValid(); }

 protected:
  ~IOptimizationProfile() noexcept override = default;
  apiv::VOptimizationProfile* mImpl;
};
static_assert(sizeof(IOptimizationProfile) == 16);

}  // namespace nvinfer1

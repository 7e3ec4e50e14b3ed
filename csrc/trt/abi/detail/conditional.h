// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "layer.h"

namespace nvinfer1 {

class IIfConditional;

namespace apiv {

class VConditionalBoundaryLayer : public VRoot {
 public:
  virtual IIfConditional* getConditional() const noexcept = 0;
};

}  // namespace apiv

class IIfConditionalBoundaryLayer : public ILayer {
 public:
  IIfConditional* getConditional() const noexcept { return mBoundary->getConditional(); }

 protected:
  ~IIfConditionalBoundaryLayer() noexcept override = default;
  apiv::VConditionalBoundaryLayer* mBoundary;
};
static_assert(sizeof(IIfConditionalBoundaryLayer) == 24);

namespace apiv {

class VConditionLayer : public VRoot {};

class VConditionalInputLayer : public VRoot {};

class VConditionalOutputLayer : public VRoot {};

}  // namespace apiv

class IConditionLayer : public IIfConditionalBoundaryLayer {
 protected:
  ~IConditionLayer() noexcept override = default;
  apiv::VConditionLayer* mImpl;
};
static_assert(sizeof(IConditionLayer) == 32);

class IIfConditionalInputLayer : public IIfConditionalBoundaryLayer {
 protected:
  ~IIfConditionalInputLayer() noexcept override = default;
  apiv::VConditionalInputLayer* mImpl;
};
static_assert(sizeof(IIfConditionalInputLayer) == 32);

class IIfConditionalOutputLayer : public IIfConditionalBoundaryLayer {
 protected:
  ~IIfConditionalOutputLayer() noexcept override = default;
  apiv::VConditionalOutputLayer* mImpl;
};
static_assert(sizeof(IIfConditionalOutputLayer) == 32);

namespace apiv {

class VIfConditional : public VRoot {
 public:
  virtual IConditionLayer* setCondition(ITensor& tensor) noexcept = 0;
  virtual IIfConditionalInputLayer* addInput(ITensor& tensor) noexcept = 0;
  virtual IIfConditionalOutputLayer* addOutput(ITensor& trueTensor,
                                               ITensor& falseTensor) noexcept = 0;
  virtual void setName(char const* name) noexcept = 0;
  virtual char const* getName() const noexcept = 0;
};

}  // namespace apiv

class IIfConditional : public INoCopy {
 public:
  IConditionLayer* setCondition(ITensor& tensor) noexcept { return mImpl->setCondition(tensor); }
  IIfConditionalInputLayer* addInput(ITensor& tensor) noexcept { return mImpl->addInput(tensor); }
  IIfConditionalOutputLayer* addOutput(ITensor& trueTensor, ITensor& falseTensor) noexcept {
    return mImpl->addOutput(trueTensor, falseTensor);
  }
  void setName(char const* name) noexcept { mImpl->setName(name); }
  char const* getName() const noexcept { return mImpl->getName(); }

 protected:
  ~IIfConditional() noexcept override = default;
  apiv::VIfConditional* mImpl;
};
static_assert(sizeof(IIfConditional) == 16);

namespace apiv {

class VAssertionLayer : public VRoot {
 public:
  virtual void setMessage(char const* message) noexcept = 0;
  virtual char const* getMessage() const noexcept = 0;
};

}  // namespace apiv

class IAssertionLayer : public ILayer {
 public:
  void setMessage(char const* message) noexcept { mImpl->setMessage(message); }
  char const* getMessage() const noexcept { return mImpl->getMessage(); }

 protected:
  ~IAssertionLayer() noexcept override = default;
  apiv::VAssertionLayer* mImpl;
};
static_assert(sizeof(IAssertionLayer) == 24);

}  // namespace nvinfer1

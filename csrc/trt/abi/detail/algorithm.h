// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "optimization_profile.h"
#include "types.h"

namespace nvinfer1 {

class IAlgorithmIOInfo;
class IAlgorithmVariant;

namespace apiv {

class VAlgorithmIOInfo : public VRoot {
 public:
  virtual TensorFormat getTensorFormat() const noexcept = 0;
  virtual DataType getDataType() const noexcept = 0;
  virtual Dims getStrides() const noexcept = 0;

  // 8.6
  virtual int64_t getVectorizedDim() const noexcept = 0;
  virtual int64_t getComponentsPerElement() const noexcept = 0;
};

class VAlgorithmVariant : public VRoot {
 public:
  virtual int64_t getImplementation() const noexcept = 0;
  virtual int64_t getTactic() const noexcept = 0;
};

class VAlgorithmContext : public VRoot {
 public:
  virtual char const* getName() const noexcept = 0;
  virtual Dims getDimensions(int32_t index, OptProfileSelector select) const noexcept = 0;
  virtual int32_t getNbInputs() const noexcept = 0;
  virtual int32_t getNbOutputs() const noexcept = 0;
};

class VAlgorithm : public VRoot {
 public:
  virtual IAlgorithmIOInfo const& getAlgorithmIOInfo(int32_t index) const noexcept = 0;
  virtual IAlgorithmVariant const& getAlgorithmVariant() const noexcept = 0;
  virtual float getTimingMSec() const noexcept = 0;
  virtual size_t getWorkspaceSize() const noexcept = 0;
  virtual IAlgorithmIOInfo const* getAlgorithmIOInfoByIndex(int32_t index) const noexcept = 0;
};

}  // namespace apiv

class IAlgorithmIOInfo : public INoCopy {
 public:
  TensorFormat getTensorFormat() const noexcept { return mImpl->getTensorFormat(); }
  DataType getDataType() const noexcept { return mImpl->getDataType(); }
  Dims getStrides() const noexcept { return mImpl->getStrides(); }

  // 8.6
  int64_t getVectorizedDim() const noexcept { return mImpl->getVectorizedDim(); }
  int64_t getComponentsPerElement() const noexcept { return mImpl->getComponentsPerElement(); }

 protected:
  ~IAlgorithmIOInfo() noexcept override = default;
  apiv::VAlgorithmIOInfo* mImpl;
};
static_assert(sizeof(IAlgorithmIOInfo) == 16);

class IAlgorithmVariant : public INoCopy {
 public:
  int64_t getImplementation() const noexcept { return mImpl->getImplementation(); }
  int64_t getTactic() const noexcept { return mImpl->getTactic(); }

 protected:
  ~IAlgorithmVariant() noexcept override = default;
  apiv::VAlgorithmVariant* mImpl;
};
static_assert(sizeof(IAlgorithmVariant) == 16);

class IAlgorithmContext : public INoCopy {
 public:
  char const* getName() const noexcept { return mImpl->getName(); }
  Dims getDimensions(int32_t index, OptProfileSelector select) const noexcept {
    return mImpl->getDimensions(index, select);
  }
  int32_t getNbInputs() const noexcept { return mImpl->getNbInputs(); }
  int32_t getNbOutputs() const noexcept { return mImpl->getNbOutputs(); }

 protected:
  ~IAlgorithmContext() noexcept override = default;
  apiv::VAlgorithmContext* mImpl;
};
static_assert(sizeof(IAlgorithmContext) == 16);

class IAlgorithm : public INoCopy {
 public:
  IAlgorithmIOInfo const& getAlgorithmIOInfo(int32_t index) const noexcept {
    return mImpl->getAlgorithmIOInfo(index);
  }
  IAlgorithmVariant const& getAlgorithmVariant() const noexcept {
    return mImpl->getAlgorithmVariant();
  }
  float getTimingMSec() const noexcept { return mImpl->getTimingMSec(); }
  size_t getWorkspaceSize() const noexcept { return mImpl->getWorkspaceSize(); }
  IAlgorithmIOInfo const* getAlgorithmIOInfoByIndex(int32_t index) const noexcept {
    return mImpl->getAlgorithmIOInfoByIndex(index);
  }

 protected:
  ~IAlgorithm() noexcept override = default;
  apiv::VAlgorithm* mImpl;
};
static_assert(sizeof(IAlgorithm) == 16);

class IAlgorithmSelector {
 public:
  virtual int32_t selectAlgorithms(IAlgorithmContext const& context,
                                   IAlgorithm const* const* choices, int32_t nbChoices,
                                   int32_t* selection) noexcept = 0;
  virtual void reportAlgorithms(IAlgorithmContext const* const* algoContexts,
                                IAlgorithm const* const* algoChoices,
                                int32_t nbAlgorithms) noexcept = 0;
  virtual ~IAlgorithmSelector() noexcept = default;
};
static_assert(sizeof(IAlgorithmSelector) == 8);

}  // namespace nvinfer1

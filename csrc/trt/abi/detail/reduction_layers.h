// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "layer.h"
#include "weights.h"

// Layers that sum or compare along axes.

namespace nvinfer1 {

enum class ReduceOperation : int32_t {
  kSUM = 0,
  kPROD = 1,
  kMAX = 2,
  kMIN = 3,
  kAVG = 4,
};

enum class TopKOperation : int32_t {
  kMAX = 0,
  kMIN = 1,
};

enum class MatrixOperation : int32_t {
  kNONE = 0,
  kTRANSPOSE = 1,
  kVECTOR = 2,
};

namespace apiv {

class VReduceLayer : public VRoot {
 public:
  virtual void setOperation(ReduceOperation op) noexcept = 0;
  virtual ReduceOperation getOperation() const noexcept = 0;
  virtual void setReduceAxes(uint32_t reduceAxes) noexcept = 0;
  virtual uint32_t getReduceAxes() const noexcept = 0;
  virtual void setKeepDimensions(bool keepDimensions) noexcept = 0;
  virtual bool getKeepDimensions() const noexcept = 0;
};

class VTopKLayer : public VRoot {
 public:
  virtual void setOperation(TopKOperation op) noexcept = 0;
  virtual TopKOperation getOperation() const noexcept = 0;
  virtual void setK(int32_t k) noexcept = 0;
  virtual int32_t getK() const noexcept = 0;
  virtual void setReduceAxes(uint32_t reduceAxes) noexcept = 0;
  virtual uint32_t getReduceAxes() const noexcept = 0;
};

class VSoftMaxLayer : public VRoot {
 public:
  virtual void setAxes(uint32_t axes) noexcept = 0;
  virtual uint32_t getAxes() const noexcept = 0;
};

class VRaggedSoftMaxLayer : public VRoot {};

// 8.6
class VNormalizationLayer : public VRoot {
 public:
  virtual void setEpsilon(float eps) noexcept = 0;
  virtual float getEpsilon() const noexcept = 0;
  virtual void setAxes(uint32_t axesMask) noexcept = 0;
  virtual uint32_t getAxes() const noexcept = 0;
  virtual void setNbGroups(int32_t nbGroups) noexcept = 0;
  virtual int32_t getNbGroups() const noexcept = 0;
  virtual void setComputePrecision(DataType type) noexcept = 0;
  virtual DataType getComputePrecision() const noexcept = 0;
};

class VMatrixMultiplyLayer : public VRoot {
 public:
  virtual void setOperation(int32_t index, MatrixOperation op) noexcept = 0;
  virtual MatrixOperation getOperation(int32_t index) const noexcept = 0;
};

class VEinsumLayer : public VRoot {
 public:
  virtual bool setEquation(char const* equation) noexcept = 0;
  virtual char const* getEquation() const noexcept = 0;
};

class VFullyConnectedLayer : public VRoot {
 public:
  virtual void setNbOutputChannels(int32_t nbOutputs) noexcept = 0;
  virtual int32_t getNbOutputChannels() const noexcept = 0;
  virtual void setKernelWeights(Weights weights) noexcept = 0;
  virtual Weights getKernelWeights() const noexcept = 0;
  virtual void setBiasWeights(Weights weights) noexcept = 0;
  virtual Weights getBiasWeights() const noexcept = 0;
};

}  // namespace apiv

class IReduceLayer : public ILayer {
 public:
  void setOperation(ReduceOperation op) noexcept { mImpl->setOperation(op); }
  ReduceOperation getOperation() const noexcept { return mImpl->getOperation(); }
  void setReduceAxes(uint32_t reduceAxes) noexcept { mImpl->setReduceAxes(reduceAxes); }
  uint32_t getReduceAxes() const noexcept { return mImpl->getReduceAxes(); }
  void setKeepDimensions(bool keepDimensions) noexcept { mImpl->setKeepDimensions(keepDimensions); }
  bool getKeepDimensions() const noexcept { return mImpl->getKeepDimensions(); }

 protected:
  ~IReduceLayer() noexcept override = default;
  apiv::VReduceLayer* mImpl;
};
static_assert(sizeof(IReduceLayer) == 24);

class ITopKLayer : public ILayer {
 public:
  void setOperation(TopKOperation op) noexcept { mImpl->setOperation(op); }
  TopKOperation getOperation() const noexcept { return mImpl->getOperation(); }
  void setK(int32_t k) noexcept { mImpl->setK(k); }
  int32_t getK() const noexcept { return mImpl->getK(); }
  void setReduceAxes(uint32_t reduceAxes) noexcept { mImpl->setReduceAxes(reduceAxes); }
  uint32_t getReduceAxes() const noexcept { return mImpl->getReduceAxes(); }

 protected:
  ~ITopKLayer() noexcept override = default;
  apiv::VTopKLayer* mImpl;
};
static_assert(sizeof(ITopKLayer) == 24);

class ISoftMaxLayer : public ILayer {
 public:
  void setAxes(uint32_t axes) noexcept { mImpl->setAxes(axes); }
  uint32_t getAxes() const noexcept { return mImpl->getAxes(); }

 protected:
  ~ISoftMaxLayer() noexcept override = default;
  apiv::VSoftMaxLayer* mImpl;
};
static_assert(sizeof(ISoftMaxLayer) == 24);

class IRaggedSoftMaxLayer : public ILayer {
 protected:
  ~IRaggedSoftMaxLayer() noexcept override = default;
  apiv::VRaggedSoftMaxLayer* mImpl;
};
static_assert(sizeof(IRaggedSoftMaxLayer) == 24);

// 8.6
class INormalizationLayer : public ILayer {
 public:
  void setEpsilon(float eps) noexcept { mImpl->setEpsilon(eps); }
  float getEpsilon() const noexcept { return mImpl->getEpsilon(); }
  void setAxes(uint32_t axesMask) noexcept { mImpl->setAxes(axesMask); }
  uint32_t getAxes() const noexcept { return mImpl->getAxes(); }
  void setNbGroups(int32_t nbGroups) noexcept { mImpl->setNbGroups(nbGroups); }
  int32_t getNbGroups() const noexcept { return mImpl->getNbGroups(); }
  void setComputePrecision(DataType type) noexcept { mImpl->setComputePrecision(type); }
  DataType getComputePrecision() const noexcept { return mImpl->getComputePrecision(); }

 protected:
  ~INormalizationLayer() noexcept override = default;
  apiv::VNormalizationLayer* mImpl;
};
static_assert(sizeof(INormalizationLayer) == 24);

class IMatrixMultiplyLayer : public ILayer {
 public:
  void setOperation(int32_t index, MatrixOperation op) noexcept { mImpl->setOperation(index, op); }
  MatrixOperation getOperation(int32_t index) const noexcept { return mImpl->getOperation(index); }

 protected:
  ~IMatrixMultiplyLayer() noexcept override = default;
  apiv::VMatrixMultiplyLayer* mImpl;
};
static_assert(sizeof(IMatrixMultiplyLayer) == 24);

class IEinsumLayer : public ILayer {
 public:
  bool setEquation(char const* equation) noexcept { return mImpl->setEquation(equation); }
  char const* getEquation() const noexcept { return mImpl->getEquation(); }

 protected:
  ~IEinsumLayer() noexcept override = default;
  apiv::VEinsumLayer* mImpl;
};
static_assert(sizeof(IEinsumLayer) == 24);

class IFullyConnectedLayer : public ILayer {
 public:
  void setNbOutputChannels(int32_t nbOutputs) noexcept { mImpl->setNbOutputChannels(nbOutputs); }
  int32_t getNbOutputChannels() const noexcept { return mImpl->getNbOutputChannels(); }
  void setKernelWeights(Weights weights) noexcept { mImpl->setKernelWeights(weights); }
  Weights getKernelWeights() const noexcept { return mImpl->getKernelWeights(); }
  void setBiasWeights(Weights weights) noexcept { mImpl->setBiasWeights(weights); }
  Weights getBiasWeights() const noexcept { return mImpl->getBiasWeights(); }

 protected:
  ~IFullyConnectedLayer() noexcept override = default;
  apiv::VFullyConnectedLayer* mImpl;
};
static_assert(sizeof(IFullyConnectedLayer) == 24);

}  // namespace nvinfer1

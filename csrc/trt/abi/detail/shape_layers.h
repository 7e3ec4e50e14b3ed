// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "layer.h"
#include "weights.h"

// Layers that make a tensor, move elements or look at shapes.

namespace nvinfer1 {

class Permutation {
 public:
  int32_t order[Dims::MAX_DIMS];
};
static_assert(sizeof(Permutation) == 32);

enum class GatherMode : int32_t {
  kDEFAULT = 0,
  kELEMENT = 1,
  kND = 2,
};

enum class ScatterMode : int32_t {
  kELEMENT = 0,
  kND = 1,
};

enum class SampleMode : int32_t {
  kSTRICT_BOUNDS = 0,
  kDEFAULT = 0,
  kWRAP = 1,
  kCLAMP = 2,
  kFILL = 3,
  kREFLECT = 4,
};

enum class FillOperation : int32_t {
  kLINSPACE = 0,
  kRANDOM_UNIFORM = 1,
  kRANDOM_NORMAL = 2,
};
using SliceMode = SampleMode;

namespace apiv {

class VConstantLayer : public VRoot {
 public:
  virtual void setWeights(Weights weights) noexcept = 0;
  virtual Weights getWeights() const noexcept = 0;
  virtual void setDimensions(Dims dimensions) noexcept = 0;
  virtual Dims getDimensions() const noexcept = 0;
};

class VFillLayer : public VRoot {
 public:
  virtual void setDimensions(Dims dimensions) noexcept = 0;
  virtual Dims getDimensions() const noexcept = 0;
  virtual void setOperation(FillOperation op) noexcept = 0;
  virtual FillOperation getOperation() const noexcept = 0;
  virtual void setAlpha(double alpha) noexcept = 0;
  virtual double getAlpha() const noexcept = 0;
  virtual void setBeta(double beta) noexcept = 0;
  virtual double getBeta() const noexcept = 0;
};

class VConcatenationLayer : public VRoot {
 public:
  virtual void setAxis(int32_t axis) noexcept = 0;
  virtual int32_t getAxis() const noexcept = 0;
};

class VShuffleLayer : public VRoot {
 public:
  virtual void setFirstTranspose(Permutation const& permutation) noexcept = 0;
  virtual Permutation const& getFirstTranspose() const noexcept = 0;
  virtual void setReshapeDimensions(Dims dimensions) noexcept = 0;
  virtual Dims getReshapeDimensions() const noexcept = 0;
  virtual void setSecondTranspose(Permutation const& permutation) noexcept = 0;
  virtual Permutation const& getSecondTranspose() const noexcept = 0;
  virtual void setZeroIsPlaceholder(bool zeroIsPlaceholder) noexcept = 0;
  virtual bool getZeroIsPlaceholder() const noexcept = 0;
};

class VSliceLayer : public VRoot {
 public:
  virtual void setStart(Dims start) noexcept = 0;
  virtual Dims getStart() const noexcept = 0;
  virtual void setSize(Dims size) noexcept = 0;
  virtual Dims getSize() const noexcept = 0;
  virtual void setStride(Dims stride) noexcept = 0;
  virtual Dims getStride() const noexcept = 0;
  virtual void setMode(SliceMode mode) noexcept = 0;
  virtual SliceMode getMode() const noexcept = 0;
};

class VShapeLayer : public VRoot {};

class VGatherLayer : public VRoot {
 public:
  virtual void setGatherAxis(int32_t axis) noexcept = 0;
  virtual int32_t getGatherAxis() const noexcept = 0;
  virtual void setNbElementWiseDims(int32_t k) noexcept = 0;
  virtual int32_t getNbElementWiseDims() const noexcept = 0;
  virtual void setMode(GatherMode mode) noexcept = 0;
  virtual GatherMode getMode() const noexcept = 0;
};

class VScatterLayer : public VRoot {
 public:
  virtual void setMode(ScatterMode mode) noexcept = 0;
  virtual ScatterMode getMode() const noexcept = 0;
  virtual void setAxis(int32_t axis) noexcept = 0;
  virtual int32_t getAxis() const noexcept = 0;
};

class VNonZeroLayer : public VRoot {};

class VOneHotLayer : public VRoot {
 public:
  virtual int32_t getAxis() const noexcept = 0;
  virtual void setAxis(int32_t axis) noexcept = 0;
};

// 8.6
class VReverseSequenceLayer : public VRoot {
 public:
  virtual void setBatchAxis(int32_t batchAxis) noexcept = 0;
  virtual int32_t getBatchAxis() const noexcept = 0;
  virtual void setSequenceAxis(int32_t sequenceAxis) noexcept = 0;
  virtual int32_t getSequenceAxis() const noexcept = 0;
};

}  // namespace apiv

class IConstantLayer : public ILayer {
 public:
  void setWeights(Weights weights) noexcept { mImpl->setWeights(weights); }
  Weights getWeights() const noexcept { return mImpl->getWeights(); }
  void setDimensions(Dims dimensions) noexcept { mImpl->setDimensions(dimensions); }
  Dims getDimensions() const noexcept { return mImpl->getDimensions(); }

 protected:
  ~IConstantLayer() noexcept override = default;
  apiv::VConstantLayer* mImpl;
};
static_assert(sizeof(IConstantLayer) == 24);

class IFillLayer : public ILayer {
 public:
  void setDimensions(Dims dimensions) noexcept { mImpl->setDimensions(dimensions); }
  Dims getDimensions() const noexcept { return mImpl->getDimensions(); }
  void setOperation(FillOperation op) noexcept { mImpl->setOperation(op); }
  FillOperation getOperation() const noexcept { return mImpl->getOperation(); }
  void setAlpha(double alpha) noexcept { mImpl->setAlpha(alpha); }
  double getAlpha() const noexcept { return mImpl->getAlpha(); }
  void setBeta(double beta) noexcept { mImpl->setBeta(beta); }
  double getBeta() const noexcept { return mImpl->getBeta(); }

 protected:
  ~IFillLayer() noexcept override = default;
  apiv::VFillLayer* mImpl;
};
static_assert(sizeof(IFillLayer) == 24);

class IConcatenationLayer : public ILayer {
 public:
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }

 protected:
  ~IConcatenationLayer() noexcept override = default;
  apiv::VConcatenationLayer* mImpl;
};
static_assert(sizeof(IConcatenationLayer) == 24);

class IShuffleLayer : public ILayer {
 public:
  void setFirstTranspose(Permutation permutation) noexcept {
    mImpl->setFirstTranspose(permutation);
  }
  Permutation getFirstTranspose() const noexcept { return mImpl->getFirstTranspose(); }
  void setReshapeDimensions(Dims dimensions) noexcept { mImpl->setReshapeDimensions(dimensions); }
  Dims getReshapeDimensions() const noexcept { return mImpl->getReshapeDimensions(); }
  void setSecondTranspose(Permutation permutation) noexcept {
    mImpl->setSecondTranspose(permutation);
  }
  Permutation getSecondTranspose() const noexcept { return mImpl->getSecondTranspose(); }
  void setZeroIsPlaceholder(bool zeroIsPlaceholder) noexcept {
    mImpl->setZeroIsPlaceholder(zeroIsPlaceholder);
  }
  bool getZeroIsPlaceholder() const noexcept { return mImpl->getZeroIsPlaceholder(); }

 protected:
  ~IShuffleLayer() noexcept override = default;
  apiv::VShuffleLayer* mImpl;
};
static_assert(sizeof(IShuffleLayer) == 24);

class ISliceLayer : public ILayer {
 public:
  void setStart(Dims start) noexcept { mImpl->setStart(start); }
  Dims getStart() const noexcept { return mImpl->getStart(); }
  void setSize(Dims size) noexcept { mImpl->setSize(size); }
  Dims getSize() const noexcept { return mImpl->getSize(); }
  void setStride(Dims stride) noexcept { mImpl->setStride(stride); }
  Dims getStride() const noexcept { return mImpl->getStride(); }
  void setMode(SliceMode mode) noexcept { mImpl->setMode(mode); }
  SliceMode getMode() const noexcept { return mImpl->getMode(); }

 protected:
  ~ISliceLayer() noexcept override = default;
  apiv::VSliceLayer* mImpl;
};
static_assert(sizeof(ISliceLayer) == 24);

class IShapeLayer : public ILayer {
 protected:
  ~IShapeLayer() noexcept override = default;
  apiv::VShapeLayer* mImpl;
};
static_assert(sizeof(IShapeLayer) == 24);

class IGatherLayer : public ILayer {
 public:
  void setGatherAxis(int32_t axis) noexcept { mImpl->setGatherAxis(axis); }
  int32_t getGatherAxis() const noexcept { return mImpl->getGatherAxis(); }
  void setNbElementWiseDims(int32_t k) noexcept { mImpl->setNbElementWiseDims(k); }
  int32_t getNbElementWiseDims() const noexcept { return mImpl->getNbElementWiseDims(); }
  void setMode(GatherMode mode) noexcept { mImpl->setMode(mode); }
  GatherMode getMode() const noexcept { return mImpl->getMode(); }

 protected:
  ~IGatherLayer() noexcept override = default;
  apiv::VGatherLayer* mImpl;
};
static_assert(sizeof(IGatherLayer) == 24);

class IScatterLayer : public ILayer {
 public:
  void setMode(ScatterMode mode) noexcept { mImpl->setMode(mode); }
  ScatterMode getMode() const noexcept { return mImpl->getMode(); }
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }

 protected:
  ~IScatterLayer() noexcept override = default;
  apiv::VScatterLayer* mImpl;
};
static_assert(sizeof(IScatterLayer) == 24);

class INonZeroLayer : public ILayer {
 protected:
  ~INonZeroLayer() noexcept override = default;
  apiv::VNonZeroLayer* mImpl;
};
static_assert(sizeof(INonZeroLayer) == 24);

class IOneHotLayer : public ILayer {
 public:
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }

 protected:
  ~IOneHotLayer() noexcept override = default;
  apiv::VOneHotLayer* mImpl;
};
static_assert(sizeof(IOneHotLayer) == 24);

// 8.6
class IReverseSequenceLayer : public ILayer {
 public:
  void setBatchAxis(int32_t batchAxis) noexcept { mImpl->setBatchAxis(batchAxis); }
  int32_t getBatchAxis() const noexcept { return mImpl->getBatchAxis(); }
  void setSequenceAxis(int32_t sequenceAxis) noexcept { mImpl->setSequenceAxis(sequenceAxis); }
  int32_t getSequenceAxis() const noexcept { return mImpl->getSequenceAxis(); }

 protected:
  ~IReverseSequenceLayer() noexcept override = default;
  apiv::VReverseSequenceLayer* mImpl;
};
static_assert(sizeof(IReverseSequenceLayer) == 24);

}  // namespace nvinfer1

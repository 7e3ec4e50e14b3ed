// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "layer.h"
#include "legacy_dims.h"
#include "weights.h"

// Layers that slide a window over their input's spatial dimensions, and padding.

namespace nvinfer1 {

enum class PaddingMode : int32_t {
  kEXPLICIT_ROUND_DOWN = 0,
  kEXPLICIT_ROUND_UP = 1,
  kSAME_UPPER = 2,
  kSAME_LOWER = 3,
  kCAFFE_ROUND_DOWN = 4,
  kCAFFE_ROUND_UP = 5,
};

enum class PoolingType : int32_t {
  kMAX = 0,
  kAVERAGE = 1,
  kMAX_AVERAGE_BLEND = 2,
};

namespace apiv {

class VConvolutionLayer : public VRoot {
 public:
  virtual void setKernelSize(DimsHW kernelSize) noexcept = 0;
  virtual DimsHW getKernelSize() const noexcept = 0;
  virtual void setNbOutputMaps(int32_t nbOutputMaps) noexcept = 0;
  virtual int32_t getNbOutputMaps() const noexcept = 0;
  virtual void setStride(DimsHW stride) noexcept = 0;
  virtual DimsHW getStride() const noexcept = 0;
  virtual void setPadding(DimsHW padding) noexcept = 0;
  virtual DimsHW getPadding() const noexcept = 0;
  virtual void setNbGroups(int32_t nbGroups) noexcept = 0;
  virtual int32_t getNbGroups() const noexcept = 0;
  virtual void setKernelWeights(Weights weights) noexcept = 0;
  virtual Weights getKernelWeights() const noexcept = 0;
  virtual void setBiasWeights(Weights weights) noexcept = 0;
  virtual Weights getBiasWeights() const noexcept = 0;
  virtual void setDilation(DimsHW dilation) noexcept = 0;
  virtual DimsHW getDilation() const noexcept = 0;
  virtual void setPrePadding(Dims padding) noexcept = 0;
  virtual Dims getPrePadding() const noexcept = 0;
  virtual void setPostPadding(Dims padding) noexcept = 0;
  virtual Dims getPostPadding() const noexcept = 0;
  virtual void setPaddingMode(PaddingMode paddingMode) noexcept = 0;
  virtual PaddingMode getPaddingMode() const noexcept = 0;
  virtual void setKernelSizeNd(Dims kernelSize) noexcept = 0;
  virtual Dims getKernelSizeNd() const noexcept = 0;
  virtual void setStrideNd(Dims stride) noexcept = 0;
  virtual Dims getStrideNd() const noexcept = 0;
  virtual void setPaddingNd(Dims padding) noexcept = 0;
  virtual Dims getPaddingNd() const noexcept = 0;
  virtual void setDilationNd(Dims dilation) noexcept = 0;
  virtual Dims getDilationNd() const noexcept = 0;
};

class VDeconvolutionLayer : public VRoot {
 public:
  virtual void setKernelSize(DimsHW kernelSize) noexcept = 0;
  virtual DimsHW getKernelSize() const noexcept = 0;
  virtual void setNbOutputMaps(int32_t nbOutputMaps) noexcept = 0;
  virtual int32_t getNbOutputMaps() const noexcept = 0;
  virtual void setStride(DimsHW stride) noexcept = 0;
  virtual DimsHW getStride() const noexcept = 0;
  virtual void setPadding(DimsHW padding) noexcept = 0;
  virtual DimsHW getPadding() const noexcept = 0;
  virtual void setNbGroups(int32_t nbGroups) noexcept = 0;
  virtual int32_t getNbGroups() const noexcept = 0;
  virtual void setKernelWeights(Weights weights) noexcept = 0;
  virtual Weights getKernelWeights() const noexcept = 0;
  virtual void setBiasWeights(Weights weights) noexcept = 0;
  virtual Weights getBiasWeights() const noexcept = 0;
  virtual void setPrePadding(Dims padding) noexcept = 0;
  virtual Dims getPrePadding() const noexcept = 0;
  virtual void setPostPadding(Dims padding) noexcept = 0;
  virtual Dims getPostPadding() const noexcept = 0;
  virtual void setPaddingMode(PaddingMode paddingMode) noexcept = 0;
  virtual PaddingMode getPaddingMode() const noexcept = 0;
  virtual void setKernelSizeNd(Dims kernelSize) noexcept = 0;
  virtual Dims getKernelSizeNd() const noexcept = 0;
  virtual void setStrideNd(Dims stride) noexcept = 0;
  virtual Dims getStrideNd() const noexcept = 0;
  virtual void setPaddingNd(Dims padding) noexcept = 0;
  virtual Dims getPaddingNd() const noexcept = 0;
  virtual void setDilationNd(Dims dilation) noexcept = 0;
  virtual Dims getDilationNd() const noexcept = 0;
};

class VPoolingLayer : public VRoot {
 public:
  virtual void setPoolingType(PoolingType type) noexcept = 0;
  virtual PoolingType getPoolingType() const noexcept = 0;
  virtual void setWindowSize(DimsHW windowSize) noexcept = 0;
  virtual DimsHW getWindowSize() const noexcept = 0;
  virtual void setStride(DimsHW stride) noexcept = 0;
  virtual DimsHW getStride() const noexcept = 0;
  virtual void setPadding(DimsHW padding) noexcept = 0;
  virtual DimsHW getPadding() const noexcept = 0;
  virtual void setBlendFactor(float blendFactor) noexcept = 0;
  virtual float getBlendFactor() const noexcept = 0;
  virtual void setAverageCountExcludesPadding(bool exclusive) noexcept = 0;
  virtual bool getAverageCountExcludesPadding() const noexcept = 0;
  virtual void setPrePadding(Dims padding) noexcept = 0;
  virtual Dims getPrePadding() const noexcept = 0;
  virtual void setPostPadding(Dims padding) noexcept = 0;
  virtual Dims getPostPadding() const noexcept = 0;
  virtual void setPaddingMode(PaddingMode paddingMode) noexcept = 0;
  virtual PaddingMode getPaddingMode() const noexcept = 0;
  virtual void setWindowSizeNd(Dims windowSize) noexcept = 0;
  virtual Dims getWindowSizeNd() const noexcept = 0;
  virtual void setStrideNd(Dims stride) noexcept = 0;
  virtual Dims getStrideNd() const noexcept = 0;
  virtual void setPaddingNd(Dims padding) noexcept = 0;
  virtual Dims getPaddingNd() const noexcept = 0;
};

class VLRNLayer : public VRoot {
 public:
  virtual void setWindowSize(int32_t windowSize) noexcept = 0;
  virtual int32_t getWindowSize() const noexcept = 0;
  virtual void setAlpha(float alpha) noexcept = 0;
  virtual float getAlpha() const noexcept = 0;
  virtual void setBeta(float beta) noexcept = 0;
  virtual float getBeta() const noexcept = 0;
  virtual void setK(float k) noexcept = 0;
  virtual float getK() const noexcept = 0;
};

class VPaddingLayer : public VRoot {
 public:
  virtual void setPrePadding(DimsHW padding) noexcept = 0;
  virtual DimsHW getPrePadding() const noexcept = 0;
  virtual void setPostPadding(DimsHW padding) noexcept = 0;
  virtual DimsHW getPostPadding() const noexcept = 0;
  virtual void setPrePaddingNd(Dims padding) noexcept = 0;
  virtual Dims getPrePaddingNd() const noexcept = 0;
  virtual void setPostPaddingNd(Dims padding) noexcept = 0;
  virtual Dims getPostPaddingNd() const noexcept = 0;
};

}  // namespace apiv

class IConvolutionLayer : public ILayer {
 public:
  void setKernelSize(DimsHW kernelSize) noexcept { mImpl->setKernelSize(kernelSize); }
  DimsHW getKernelSize() const noexcept { return mImpl->getKernelSize(); }
  void setNbOutputMaps(int32_t nbOutputMaps) noexcept { mImpl->setNbOutputMaps(nbOutputMaps); }
  int32_t getNbOutputMaps() const noexcept { return mImpl->getNbOutputMaps(); }
  void setStride(DimsHW stride) noexcept { mImpl->setStride(stride); }
  DimsHW getStride() const noexcept { return mImpl->getStride(); }
  void setPadding(DimsHW padding) noexcept { mImpl->setPadding(padding); }
  DimsHW getPadding() const noexcept { return mImpl->getPadding(); }
  void setNbGroups(int32_t nbGroups) noexcept { mImpl->setNbGroups(nbGroups); }
  int32_t getNbGroups() const noexcept { return mImpl->getNbGroups(); }
  void setKernelWeights(Weights weights) noexcept { mImpl->setKernelWeights(weights); }
  Weights getKernelWeights() const noexcept { return mImpl->getKernelWeights(); }
  void setBiasWeights(Weights weights) noexcept { mImpl->setBiasWeights(weights); }
  Weights getBiasWeights() const noexcept { return mImpl->getBiasWeights(); }
  void setDilation(DimsHW dilation) noexcept { mImpl->setDilation(dilation); }
  DimsHW getDilation() const noexcept { return mImpl->getDilation(); }
  void setPrePadding(Dims padding) noexcept { mImpl->setPrePadding(padding); }
  Dims getPrePadding() const noexcept { return mImpl->getPrePadding(); }
  void setPostPadding(Dims padding) noexcept { mImpl->setPostPadding(padding); }
  Dims getPostPadding() const noexcept { return mImpl->getPostPadding(); }
  void setPaddingMode(PaddingMode paddingMode) noexcept { mImpl->setPaddingMode(paddingMode); }
  PaddingMode getPaddingMode() const noexcept { return mImpl->getPaddingMode(); }
  void setKernelSizeNd(Dims kernelSize) noexcept { mImpl->setKernelSizeNd(kernelSize); }
  Dims getKernelSizeNd() const noexcept { return mImpl->getKernelSizeNd(); }
  void setStrideNd(Dims stride) noexcept { mImpl->setStrideNd(stride); }
  Dims getStrideNd() const noexcept { return mImpl->getStrideNd(); }
  void setPaddingNd(Dims padding) noexcept { mImpl->setPaddingNd(padding); }
  Dims getPaddingNd() const noexcept { return mImpl->getPaddingNd(); }
  void setDilationNd(Dims dilation) noexcept { mImpl->setDilationNd(dilation); }
  Dims getDilationNd() const noexcept { return mImpl->getDilationNd(); }

 protected:
  ~IConvolutionLayer() noexcept override = default;
  apiv::VConvolutionLayer* mImpl;
};
static_assert(sizeof(IConvolutionLayer) == 24);

class IDeconvolutionLayer : public ILayer {
 public:
  void setKernelSize(DimsHW kernelSize) noexcept { mImpl->setKernelSize(kernelSize); }
  DimsHW getKernelSize() const noexcept { return mImpl->getKernelSize(); }
  void setNbOutputMaps(int32_t nbOutputMaps) noexcept { mImpl->setNbOutputMaps(nbOutputMaps); }
  int32_t getNbOutputMaps() const noexcept { return mImpl->getNbOutputMaps(); }
  void setStride(DimsHW stride) noexcept { mImpl->setStride(stride); }
  DimsHW getStride() const noexcept { return mImpl->getStride(); }
  void setPadding(DimsHW padding) noexcept { mImpl->setPadding(padding); }
  DimsHW getPadding() const noexcept { return mImpl->getPadding(); }
  void setNbGroups(int32_t nbGroups) noexcept { mImpl->setNbGroups(nbGroups); }
  int32_t getNbGroups() const noexcept { return mImpl->getNbGroups(); }
  void setKernelWeights(Weights weights) noexcept { mImpl->setKernelWeights(weights); }
  Weights getKernelWeights() const noexcept { return mImpl->getKernelWeights(); }
  void setBiasWeights(Weights weights) noexcept { mImpl->setBiasWeights(weights); }
  Weights getBiasWeights() const noexcept { return mImpl->getBiasWeights(); }
  void setPrePadding(Dims padding) noexcept { mImpl->setPrePadding(padding); }
  Dims getPrePadding() const noexcept { return mImpl->getPrePadding(); }
  void setPostPadding(Dims padding) noexcept { mImpl->setPostPadding(padding); }
  Dims getPostPadding() const noexcept { return mImpl->getPostPadding(); }
  void setPaddingMode(PaddingMode paddingMode) noexcept { mImpl->setPaddingMode(paddingMode); }
  PaddingMode getPaddingMode() const noexcept { return mImpl->getPaddingMode(); }
  void setKernelSizeNd(Dims kernelSize) noexcept { mImpl->setKernelSizeNd(kernelSize); }
  Dims getKernelSizeNd() const noexcept { return mImpl->getKernelSizeNd(); }
  void setStrideNd(Dims stride) noexcept { mImpl->setStrideNd(stride); }
  Dims getStrideNd() const noexcept { return mImpl->getStrideNd(); }
  void setPaddingNd(Dims padding) noexcept { mImpl->setPaddingNd(padding); }
  Dims getPaddingNd() const noexcept { return mImpl->getPaddingNd(); }
  void setDilationNd(Dims dilation) noexcept { mImpl->setDilationNd(dilation); }
  Dims getDilationNd() const noexcept { return mImpl->getDilationNd(); }

 protected:
  ~IDeconvolutionLayer() noexcept override = default;
  apiv::VDeconvolutionLayer* mImpl;
};
static_assert(sizeof(IDeconvolutionLayer) == 24);

class IPoolingLayer : public ILayer {
 public:
  void setPoolingType(PoolingType type) noexcept { mImpl->setPoolingType(type); }
  PoolingType getPoolingType() const noexcept { return mImpl->getPoolingType(); }
  void setWindowSize(DimsHW windowSize) noexcept { mImpl->setWindowSize(windowSize); }
  DimsHW getWindowSize() const noexcept { return mImpl->getWindowSize(); }
  void setStride(DimsHW stride) noexcept { mImpl->setStride(stride); }
  DimsHW getStride() const noexcept { return mImpl->getStride(); }
  void setPadding(DimsHW padding) noexcept { mImpl->setPadding(padding); }
  DimsHW getPadding() const noexcept { return mImpl->getPadding(); }
  void setBlendFactor(float blendFactor) noexcept { mImpl->setBlendFactor(blendFactor); }
  float getBlendFactor() const noexcept { return mImpl->getBlendFactor(); }
  void setAverageCountExcludesPadding(bool exclusive) noexcept {
    mImpl->setAverageCountExcludesPadding(exclusive);
  }
  bool getAverageCountExcludesPadding() const noexcept {
    return mImpl->getAverageCountExcludesPadding();
  }
  void setPrePadding(Dims padding) noexcept { mImpl->setPrePadding(padding); }
  Dims getPrePadding() const noexcept { return mImpl->getPrePadding(); }
  void setPostPadding(Dims padding) noexcept { mImpl->setPostPadding(padding); }
  Dims getPostPadding() const noexcept { return mImpl->getPostPadding(); }
  void setPaddingMode(PaddingMode paddingMode) noexcept { mImpl->setPaddingMode(paddingMode); }
  PaddingMode getPaddingMode() const noexcept { return mImpl->getPaddingMode(); }
  void setWindowSizeNd(Dims windowSize) noexcept { mImpl->setWindowSizeNd(windowSize); }
  Dims getWindowSizeNd() const noexcept { return mImpl->getWindowSizeNd(); }
  void setStrideNd(Dims stride) noexcept { mImpl->setStrideNd(stride); }
  Dims getStrideNd() const noexcept { return mImpl->getStrideNd(); }
  void setPaddingNd(Dims padding) noexcept { mImpl->setPaddingNd(padding); }
  Dims getPaddingNd() const noexcept { return mImpl->getPaddingNd(); }

 protected:
  ~IPoolingLayer() noexcept override = default;
  apiv::VPoolingLayer* mImpl;
};
static_assert(sizeof(IPoolingLayer) == 24);

class ILRNLayer : public ILayer {
 public:
  void setWindowSize(int32_t windowSize) noexcept { mImpl->setWindowSize(windowSize); }
  int32_t getWindowSize() const noexcept { return mImpl->getWindowSize(); }
  void setAlpha(float alpha) noexcept { mImpl->setAlpha(alpha); }
  float getAlpha() const noexcept { return mImpl->getAlpha(); }
  void setBeta(float beta) noexcept { mImpl->setBeta(beta); }
  float getBeta() const noexcept { return mImpl->getBeta(); }
  void setK(float k) noexcept { mImpl->setK(k); }
  float getK() const noexcept { return mImpl->getK(); }

 protected:
  ~ILRNLayer() noexcept override = default;
  apiv::VLRNLayer* mImpl;
};
static_assert(sizeof(ILRNLayer) == 24);

class IPaddingLayer : public ILayer {
 public:
  void setPrePadding(DimsHW padding) noexcept { mImpl->setPrePadding(padding); }
  DimsHW getPrePadding() const noexcept { return mImpl->getPrePadding(); }
  void setPostPadding(DimsHW padding) noexcept { mImpl->setPostPadding(padding); }
  DimsHW getPostPadding() const noexcept { return mImpl->getPostPadding(); }
  void setPrePaddingNd(Dims padding) noexcept { mImpl->setPrePaddingNd(padding); }
  Dims getPrePaddingNd() const noexcept { return mImpl->getPrePaddingNd(); }
  void setPostPaddingNd(Dims padding) noexcept { mImpl->setPostPaddingNd(padding); }
  Dims getPostPaddingNd() const noexcept { return mImpl->getPostPaddingNd(); }

 protected:
  ~IPaddingLayer() noexcept override = default;
  apiv::VPaddingLayer* mImpl;
};
static_assert(sizeof(IPaddingLayer) == 24);

}  // namespace nvinfer1

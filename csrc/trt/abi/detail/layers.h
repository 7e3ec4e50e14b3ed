// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include "layer_slots.h"

namespace nvinfer1 {

class ITensor : public INoCopy {
 public:
  ~ITensor() noexcept override = default;
  void setName(char const* name) noexcept { mImpl->setName(name); }
  char const* getName() const noexcept { return mImpl->getName(); }
  void setDimensions(Dims dimensions) noexcept { mImpl->setDimensions(dimensions); }
  Dims getDimensions() const noexcept { return mImpl->getDimensions(); }
  void setType(DataType type) noexcept { mImpl->setType(type); }
  DataType getType() const noexcept { return mImpl->getType(); }
  bool setDynamicRange(float min, float max) noexcept { return mImpl->setDynamicRange(min, max); }
  bool isNetworkInput() const noexcept { return mImpl->isNetworkInput(); }
  bool isNetworkOutput() const noexcept { return mImpl->isNetworkOutput(); }
  void setBroadcastAcrossBatch(bool broadcastAcrossBatch) noexcept {
    mImpl->setBroadcastAcrossBatch(broadcastAcrossBatch);
  }
  bool getBroadcastAcrossBatch() const noexcept { return mImpl->getBroadcastAcrossBatch(); }
  TensorLocation getLocation() const noexcept { return mImpl->getLocation(); }
  void setLocation(TensorLocation location) noexcept { mImpl->setLocation(location); }
  bool dynamicRangeIsSet() const noexcept { return mImpl->dynamicRangeIsSet(); }
  void resetDynamicRange() noexcept { mImpl->resetDynamicRange(); }
  float getDynamicRangeMin() const noexcept { return mImpl->getDynamicRangeMin(); }
  float getDynamicRangeMax() const noexcept { return mImpl->getDynamicRangeMax(); }
  void setAllowedFormats(TensorFormats formats) noexcept { mImpl->setAllowedFormats(formats); }
  TensorFormats getAllowedFormats() const noexcept { return mImpl->getAllowedFormats(); }
  bool isShapeTensor() const noexcept { return mImpl->isShapeTensor(); }
  bool isExecutionTensor() const noexcept { return mImpl->isExecutionTensor(); }
  void setDimensionName(int32_t index, char const* name) noexcept {
    mImpl->setDimensionName(index, name);
  }
  char const* getDimensionName(int32_t index) const noexcept {
    return mImpl->getDimensionName(index);
  }

 protected:
  apiv::VTensor* mImpl;
};

class ILayer : public INoCopy {
 public:
  ~ILayer() noexcept override = default;
  LayerType getType() const noexcept { return mLayer->getType(); }
  void setName(char const* name) noexcept { mLayer->setName(name); }
  char const* getName() const noexcept { return mLayer->getName(); }
  int32_t getNbInputs() const noexcept { return mLayer->getNbInputs(); }
  ITensor* getInput(int32_t index) const noexcept { return mLayer->getInput(index); }
  int32_t getNbOutputs() const noexcept { return mLayer->getNbOutputs(); }
  ITensor* getOutput(int32_t index) const noexcept { return mLayer->getOutput(index); }
  void setInput(int32_t index, ITensor& tensor) noexcept { mLayer->setInput(index, tensor); }
  void setPrecision(DataType dataType) noexcept { mLayer->setPrecision(dataType); }
  DataType getPrecision() const noexcept { return mLayer->getPrecision(); }
  bool precisionIsSet() const noexcept { return mLayer->precisionIsSet(); }
  void resetPrecision() noexcept { mLayer->resetPrecision(); }
  void setOutputType(int32_t index, DataType dataType) noexcept {
    mLayer->setOutputType(index, dataType);
  }
  DataType getOutputType(int32_t index) const noexcept { return mLayer->getOutputType(index); }
  bool outputTypeIsSet(int32_t index) const noexcept { return mLayer->outputTypeIsSet(index); }
  void resetOutputType(int32_t index) noexcept { mLayer->resetOutputType(index); }
  void setMetadata(char const* docString) noexcept { mLayer->setMetadata(docString); }  // 8.6
  char const* getMetadata() const noexcept { return mLayer->getMetadata(); }            // 8.6

 protected:
  apiv::VLayer* mLayer;
};

class ILoopBoundaryLayer : public ILayer {
 public:
  ~ILoopBoundaryLayer() noexcept override = default;
  ILoop* getLoop() const noexcept { return mBoundary->getLoop(); }

 protected:
  apiv::VLoopBoundaryLayer* mBoundary;
};

class IIfConditionalBoundaryLayer : public ILayer {
 public:
  ~IIfConditionalBoundaryLayer() noexcept override = default;
  IIfConditional* getConditional() const noexcept { return mBoundary->getConditional(); }

 protected:
  apiv::VConditionalBoundaryLayer* mBoundary;
};

class IConvolutionLayer : public ILayer {
 public:
  ~IConvolutionLayer() noexcept override = default;
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
  apiv::VConvolutionLayer* mImpl;
};

class IFullyConnectedLayer : public ILayer {
 public:
  ~IFullyConnectedLayer() noexcept override = default;
  void setNbOutputChannels(int32_t nbOutputs) noexcept { mImpl->setNbOutputChannels(nbOutputs); }
  int32_t getNbOutputChannels() const noexcept { return mImpl->getNbOutputChannels(); }
  void setKernelWeights(Weights weights) noexcept { mImpl->setKernelWeights(weights); }
  Weights getKernelWeights() const noexcept { return mImpl->getKernelWeights(); }
  void setBiasWeights(Weights weights) noexcept { mImpl->setBiasWeights(weights); }
  Weights getBiasWeights() const noexcept { return mImpl->getBiasWeights(); }

 protected:
  apiv::VFullyConnectedLayer* mImpl;
};

class IActivationLayer : public ILayer {
 public:
  ~IActivationLayer() noexcept override = default;
  void setActivationType(ActivationType type) noexcept { mImpl->setActivationType(type); }
  ActivationType getActivationType() const noexcept { return mImpl->getActivationType(); }
  void setAlpha(float alpha) noexcept { mImpl->setAlpha(alpha); }
  void setBeta(float beta) noexcept { mImpl->setBeta(beta); }
  float getAlpha() const noexcept { return mImpl->getAlpha(); }
  float getBeta() const noexcept { return mImpl->getBeta(); }

 protected:
  apiv::VActivationLayer* mImpl;
};

class IPoolingLayer : public ILayer {
 public:
  ~IPoolingLayer() noexcept override = default;
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
  apiv::VPoolingLayer* mImpl;
};

class ILRNLayer : public ILayer {
 public:
  ~ILRNLayer() noexcept override = default;
  void setWindowSize(int32_t windowSize) noexcept { mImpl->setWindowSize(windowSize); }
  int32_t getWindowSize() const noexcept { return mImpl->getWindowSize(); }
  void setAlpha(float alpha) noexcept { mImpl->setAlpha(alpha); }
  float getAlpha() const noexcept { return mImpl->getAlpha(); }
  void setBeta(float beta) noexcept { mImpl->setBeta(beta); }
  float getBeta() const noexcept { return mImpl->getBeta(); }
  void setK(float k) noexcept { mImpl->setK(k); }
  float getK() const noexcept { return mImpl->getK(); }

 protected:
  apiv::VLRNLayer* mImpl;
};

class IScaleLayer : public ILayer {
 public:
  ~IScaleLayer() noexcept override = default;
  void setMode(ScaleMode mode) noexcept { mImpl->setMode(mode); }
  ScaleMode getMode() const noexcept { return mImpl->getMode(); }
  void setShift(Weights shift) noexcept { mImpl->setShift(shift); }
  Weights getShift() const noexcept { return mImpl->getShift(); }
  void setScale(Weights scale) noexcept { mImpl->setScale(scale); }
  Weights getScale() const noexcept { return mImpl->getScale(); }
  void setPower(Weights power) noexcept { mImpl->setPower(power); }
  Weights getPower() const noexcept { return mImpl->getPower(); }
  int32_t getChannelAxis() const noexcept { return mImpl->getChannelAxis(); }
  void setChannelAxis(int32_t channelAxis) noexcept { mImpl->setChannelAxis(channelAxis); }

 protected:
  apiv::VScaleLayer* mImpl;
};

class ISoftMaxLayer : public ILayer {
 public:
  ~ISoftMaxLayer() noexcept override = default;
  void setAxes(uint32_t axes) noexcept { mImpl->setAxes(axes); }
  uint32_t getAxes() const noexcept { return mImpl->getAxes(); }

 protected:
  apiv::VSoftMaxLayer* mImpl;
};

class IConcatenationLayer : public ILayer {
 public:
  ~IConcatenationLayer() noexcept override = default;
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }

 protected:
  apiv::VConcatenationLayer* mImpl;
};

class IDeconvolutionLayer : public ILayer {
 public:
  ~IDeconvolutionLayer() noexcept override = default;
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
  apiv::VDeconvolutionLayer* mImpl;
};

class IElementWiseLayer : public ILayer {
 public:
  ~IElementWiseLayer() noexcept override = default;
  void setOperation(ElementWiseOperation op) noexcept { mImpl->setOperation(op); }
  ElementWiseOperation getOperation() const noexcept { return mImpl->getOperation(); }

 protected:
  apiv::VElementWiseLayer* mImpl;
};

class IGatherLayer : public ILayer {
 public:
  ~IGatherLayer() noexcept override = default;
  void setGatherAxis(int32_t axis) noexcept { mImpl->setGatherAxis(axis); }
  int32_t getGatherAxis() const noexcept { return mImpl->getGatherAxis(); }
  void setNbElementWiseDims(int32_t k) noexcept { mImpl->setNbElementWiseDims(k); }
  int32_t getNbElementWiseDims() const noexcept { return mImpl->getNbElementWiseDims(); }
  void setMode(GatherMode mode) noexcept { mImpl->setMode(mode); }
  GatherMode getMode() const noexcept { return mImpl->getMode(); }

 protected:
  apiv::VGatherLayer* mImpl;
};

class IRNNv2Layer : public ILayer {
 public:
  ~IRNNv2Layer() noexcept override = default;
  int32_t getLayerCount() const noexcept { return mImpl->getLayerCount(); }
  int32_t getHiddenSize() const noexcept { return mImpl->getHiddenSize(); }
  int32_t getMaxSeqLength() const noexcept { return mImpl->getMaxSeqLength(); }
  int32_t getDataLength() const noexcept { return mImpl->getDataLength(); }
  void setSequenceLengths(ITensor& seqLengths) noexcept { mImpl->setSequenceLengths(seqLengths); }
  ITensor* getSequenceLengths() const noexcept { return mImpl->getSequenceLengths(); }
  void setOperation(RNNOperation op) noexcept { mImpl->setOperation(op); }
  RNNOperation getOperation() const noexcept { return mImpl->getOperation(); }
  void setInputMode(RNNInputMode op) noexcept { mImpl->setInputMode(op); }
  RNNInputMode getInputMode() const noexcept { return mImpl->getInputMode(); }
  void setDirection(RNNDirection op) noexcept { mImpl->setDirection(op); }
  RNNDirection getDirection() const noexcept { return mImpl->getDirection(); }
  void setWeightsForGate(int32_t layerIndex, RNNGateType gate, bool isW, Weights weights) noexcept {
    mImpl->setWeightsForGate(layerIndex, gate, isW, weights);
  }
  Weights getWeightsForGate(int32_t layerIndex, RNNGateType gate, bool isW) const noexcept {
    return mImpl->getWeightsForGate(layerIndex, gate, isW);
  }
  void setBiasForGate(int32_t layerIndex, RNNGateType gate, bool isW, Weights bias) noexcept {
    mImpl->setBiasForGate(layerIndex, gate, isW, bias);
  }
  Weights getBiasForGate(int32_t layerIndex, RNNGateType gate, bool isW) const noexcept {
    return mImpl->getBiasForGate(layerIndex, gate, isW);
  }
  void setHiddenState(ITensor& hidden) noexcept { mImpl->setHiddenState(hidden); }
  ITensor* getHiddenState() const noexcept { return mImpl->getHiddenState(); }
  void setCellState(ITensor& cell) noexcept { mImpl->setCellState(cell); }
  ITensor* getCellState() const noexcept { return mImpl->getCellState(); }

 protected:
  apiv::VRNNv2Layer* mImpl;
};

class IPluginV2Layer : public ILayer {
 public:
  ~IPluginV2Layer() noexcept override = default;
  IPluginV2& getPlugin() noexcept { return mImpl->getPlugin(); }

 protected:
  apiv::VPluginV2Layer* mImpl;
};

class IUnaryLayer : public ILayer {
 public:
  ~IUnaryLayer() noexcept override = default;
  void setOperation(UnaryOperation op) noexcept { mImpl->setOperation(op); }
  UnaryOperation getOperation() const noexcept { return mImpl->getOperation(); }

 protected:
  apiv::VUnaryLayer* mImpl;
};

class IReduceLayer : public ILayer {
 public:
  ~IReduceLayer() noexcept override = default;
  void setOperation(ReduceOperation op) noexcept { mImpl->setOperation(op); }
  ReduceOperation getOperation() const noexcept { return mImpl->getOperation(); }
  void setReduceAxes(uint32_t reduceAxes) noexcept { mImpl->setReduceAxes(reduceAxes); }
  uint32_t getReduceAxes() const noexcept { return mImpl->getReduceAxes(); }
  void setKeepDimensions(bool keepDimensions) noexcept { mImpl->setKeepDimensions(keepDimensions); }
  bool getKeepDimensions() const noexcept { return mImpl->getKeepDimensions(); }

 protected:
  apiv::VReduceLayer* mImpl;
};

class IPaddingLayer : public ILayer {
 public:
  ~IPaddingLayer() noexcept override = default;
  void setPrePadding(DimsHW padding) noexcept { mImpl->setPrePadding(padding); }
  DimsHW getPrePadding() const noexcept { return mImpl->getPrePadding(); }
  void setPostPadding(DimsHW padding) noexcept { mImpl->setPostPadding(padding); }
  DimsHW getPostPadding() const noexcept { return mImpl->getPostPadding(); }
  void setPrePaddingNd(Dims padding) noexcept { mImpl->setPrePaddingNd(padding); }
  Dims getPrePaddingNd() const noexcept { return mImpl->getPrePaddingNd(); }
  void setPostPaddingNd(Dims padding) noexcept { mImpl->setPostPaddingNd(padding); }
  Dims getPostPaddingNd() const noexcept { return mImpl->getPostPaddingNd(); }

 protected:
  apiv::VPaddingLayer* mImpl;
};

class IShuffleLayer : public ILayer {
 public:
  ~IShuffleLayer() noexcept override = default;
  void setFirstTranspose(Permutation const& permutation) noexcept {
    mImpl->setFirstTranspose(permutation);
  }
  Permutation const& getFirstTranspose() const noexcept { return mImpl->getFirstTranspose(); }
  void setReshapeDimensions(Dims dimensions) noexcept { mImpl->setReshapeDimensions(dimensions); }
  Dims getReshapeDimensions() const noexcept { return mImpl->getReshapeDimensions(); }
  void setSecondTranspose(Permutation const& permutation) noexcept {
    mImpl->setSecondTranspose(permutation);
  }
  Permutation const& getSecondTranspose() const noexcept { return mImpl->getSecondTranspose(); }
  void setZeroIsPlaceholder(bool zeroIsPlaceholder) noexcept {
    mImpl->setZeroIsPlaceholder(zeroIsPlaceholder);
  }
  bool getZeroIsPlaceholder() const noexcept { return mImpl->getZeroIsPlaceholder(); }

 protected:
  apiv::VShuffleLayer* mImpl;
};

class ISliceLayer : public ILayer {
 public:
  ~ISliceLayer() noexcept override = default;
  void setStart(Dims start) noexcept { mImpl->setStart(start); }
  Dims getStart() const noexcept { return mImpl->getStart(); }
  void setSize(Dims size) noexcept { mImpl->setSize(size); }
  Dims getSize() const noexcept { return mImpl->getSize(); }
  void setStride(Dims stride) noexcept { mImpl->setStride(stride); }
  Dims getStride() const noexcept { return mImpl->getStride(); }
  void setMode(SliceMode mode) noexcept { mImpl->setMode(mode); }
  SliceMode getMode() const noexcept { return mImpl->getMode(); }

 protected:
  apiv::VSliceLayer* mImpl;
};

class IShapeLayer : public ILayer {
 public:
  ~IShapeLayer() noexcept override = default;

 protected:
  apiv::VShapeLayer* mImpl;
};

class ITopKLayer : public ILayer {
 public:
  ~ITopKLayer() noexcept override = default;
  void setOperation(TopKOperation op) noexcept { mImpl->setOperation(op); }
  TopKOperation getOperation() const noexcept { return mImpl->getOperation(); }
  void setK(int32_t k) noexcept { mImpl->setK(k); }
  int32_t getK() const noexcept { return mImpl->getK(); }
  void setReduceAxes(uint32_t reduceAxes) noexcept { mImpl->setReduceAxes(reduceAxes); }
  uint32_t getReduceAxes() const noexcept { return mImpl->getReduceAxes(); }

 protected:
  apiv::VTopKLayer* mImpl;
};

class IMatrixMultiplyLayer : public ILayer {
 public:
  ~IMatrixMultiplyLayer() noexcept override = default;
  void setOperation(int32_t index, MatrixOperation op) noexcept { mImpl->setOperation(index, op); }
  MatrixOperation getOperation(int32_t index) const noexcept { return mImpl->getOperation(index); }

 protected:
  apiv::VMatrixMultiplyLayer* mImpl;
};

class INonZeroLayer : public ILayer {
 public:
  ~INonZeroLayer() noexcept override = default;

 protected:
  apiv::VNonZeroLayer* mImpl;
};

class IRaggedSoftMaxLayer : public ILayer {
 public:
  ~IRaggedSoftMaxLayer() noexcept override = default;

 protected:
  apiv::VRaggedSoftMaxLayer* mImpl;
};

class IIdentityLayer : public ILayer {
 public:
  ~IIdentityLayer() noexcept override = default;

 protected:
  apiv::VIdentityLayer* mImpl;
};

class ICastLayer : public ILayer {
 public:
  ~ICastLayer() noexcept override = default;
  void setToType(DataType toType) noexcept { mImpl->setToType(toType); }
  DataType getToType() const noexcept { return mImpl->getToType(); }

 protected:
  apiv::VCastLayer* mImpl;
};

class IConstantLayer : public ILayer {
 public:
  ~IConstantLayer() noexcept override = default;
  void setWeights(Weights weights) noexcept { mImpl->setWeights(weights); }
  Weights getWeights() const noexcept { return mImpl->getWeights(); }
  void setDimensions(Dims dimensions) noexcept { mImpl->setDimensions(dimensions); }
  Dims getDimensions() const noexcept { return mImpl->getDimensions(); }

 protected:
  apiv::VConstantLayer* mImpl;
};

class IParametricReLULayer : public ILayer {
 public:
  ~IParametricReLULayer() noexcept override = default;

 protected:
  apiv::VParametricReLULayer* mImpl;
};

class IResizeLayer : public ILayer {
 public:
  ~IResizeLayer() noexcept override = default;
  void setOutputDimensions(Dims dimensions) noexcept { mImpl->setOutputDimensions(dimensions); }
  Dims getOutputDimensions() const noexcept { return mImpl->getOutputDimensions(); }
  void setScales(float const* scales, int32_t nbScales) noexcept {
    mImpl->setScales(scales, nbScales);
  }
  int32_t getScales(int32_t size, float* scales) const noexcept {
    return mImpl->getScales(size, scales);
  }
  void setResizeMode(ResizeMode resizeMode) noexcept { mImpl->setResizeMode(resizeMode); }
  ResizeMode getResizeMode() const noexcept { return mImpl->getResizeMode(); }
  void setAlignCorners(bool alignCorners) noexcept { mImpl->setAlignCorners(alignCorners); }
  bool getAlignCorners() const noexcept { return mImpl->getAlignCorners(); }
  void setCoordinateTransformation(ResizeCoordinateTransformation coordTransform) noexcept {
    mImpl->setCoordinateTransformation(coordTransform);
  }
  ResizeCoordinateTransformation getCoordinateTransformation() const noexcept {
    return mImpl->getCoordinateTransformation();
  }
  void setSelectorForSinglePixel(ResizeSelector selector) noexcept {
    mImpl->setSelectorForSinglePixel(selector);
  }
  ResizeSelector getSelectorForSinglePixel() const noexcept {
    return mImpl->getSelectorForSinglePixel();
  }
  void setNearestRounding(ResizeRoundMode value) noexcept { mImpl->setNearestRounding(value); }
  ResizeRoundMode getNearestRounding() const noexcept { return mImpl->getNearestRounding(); }
  void setCubicCoeff(float value) noexcept { mImpl->setCubicCoeff(value); }
  float getCubicCoeff() const noexcept { return mImpl->getCubicCoeff(); }
  void setExcludeOutside(bool value) noexcept { mImpl->setExcludeOutside(value); }
  bool getExcludeOutside() const noexcept { return mImpl->getExcludeOutside(); }

 protected:
  apiv::VResizeLayer* mImpl;
};

class IConditionLayer : public IIfConditionalBoundaryLayer {
 public:
  ~IConditionLayer() noexcept override = default;

 protected:
  apiv::VConditionLayer* mImpl;
};

class IIfConditionalOutputLayer : public IIfConditionalBoundaryLayer {
 public:
  ~IIfConditionalOutputLayer() noexcept override = default;

 protected:
  apiv::VConditionalOutputLayer* mImpl;
};

class IIfConditionalInputLayer : public IIfConditionalBoundaryLayer {
 public:
  ~IIfConditionalInputLayer() noexcept override = default;

 protected:
  apiv::VConditionalInputLayer* mImpl;
};

class IRecurrenceLayer : public ILoopBoundaryLayer {
 public:
  ~IRecurrenceLayer() noexcept override = default;

 protected:
  apiv::VRecurrenceLayer* mImpl;
};

class ILoopOutputLayer : public ILoopBoundaryLayer {
 public:
  ~ILoopOutputLayer() noexcept override = default;
  LoopOutput getLoopOutput() const noexcept { return mImpl->getLoopOutput(); }
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }

 protected:
  apiv::VLoopOutputLayer* mImpl;
};

class ITripLimitLayer : public ILoopBoundaryLayer {
 public:
  ~ITripLimitLayer() noexcept override = default;
  TripLimit getTripLimit() const noexcept { return mImpl->getTripLimit(); }

 protected:
  apiv::VTripLimitLayer* mImpl;
};

class IIteratorLayer : public ILoopBoundaryLayer {
 public:
  ~IIteratorLayer() noexcept override = default;
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }
  void setReverse(bool reverse) noexcept { mImpl->setReverse(reverse); }
  bool getReverse() const noexcept { return mImpl->getReverse(); }

 protected:
  apiv::VIteratorLayer* mImpl;
};

class ISelectLayer : public ILayer {
 public:
  ~ISelectLayer() noexcept override = default;

 protected:
  apiv::VSelectLayer* mImpl;
};

class IAssertionLayer : public ILayer {
 public:
  ~IAssertionLayer() noexcept override = default;
  void setMessage(char const* message) noexcept { mImpl->setMessage(message); }
  char const* getMessage() const noexcept { return mImpl->getMessage(); }

 protected:
  apiv::VAssertionLayer* mImpl;
};

class IFillLayer : public ILayer {
 public:
  ~IFillLayer() noexcept override = default;
  void setDimensions(Dims dimensions) noexcept { mImpl->setDimensions(dimensions); }
  Dims getDimensions() const noexcept { return mImpl->getDimensions(); }
  void setOperation(FillOperation op) noexcept { mImpl->setOperation(op); }
  FillOperation getOperation() const noexcept { return mImpl->getOperation(); }
  void setAlpha(double alpha) noexcept { mImpl->setAlpha(alpha); }
  double getAlpha() const noexcept { return mImpl->getAlpha(); }
  void setBeta(double beta) noexcept { mImpl->setBeta(beta); }
  double getBeta() const noexcept { return mImpl->getBeta(); }

 protected:
  apiv::VFillLayer* mImpl;
};

class IQuantizeLayer : public ILayer {
 public:
  ~IQuantizeLayer() noexcept override = default;
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }

 protected:
  apiv::VQuantizeLayer* mImpl;
};

class IDequantizeLayer : public ILayer {
 public:
  ~IDequantizeLayer() noexcept override = default;
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }

 protected:
  apiv::VDequantizeLayer* mImpl;
};

class IEinsumLayer : public ILayer {
 public:
  ~IEinsumLayer() noexcept override = default;
  bool setEquation(char const* equation) noexcept { return mImpl->setEquation(equation); }
  char const* getEquation() const noexcept { return mImpl->getEquation(); }

 protected:
  apiv::VEinsumLayer* mImpl;
};

class IScatterLayer : public ILayer {
 public:
  ~IScatterLayer() noexcept override = default;
  void setMode(ScatterMode mode) noexcept { mImpl->setMode(mode); }
  ScatterMode getMode() const noexcept { return mImpl->getMode(); }
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }

 protected:
  apiv::VScatterLayer* mImpl;
};

class IOneHotLayer : public ILayer {
 public:
  ~IOneHotLayer() noexcept override = default;
  int32_t getAxis() const noexcept { return mImpl->getAxis(); }
  void setAxis(int32_t axis) noexcept { mImpl->setAxis(axis); }

 protected:
  apiv::VOneHotLayer* mImpl;
};

class IGridSampleLayer : public ILayer {
 public:
  ~IGridSampleLayer() noexcept override = default;
  void setInterpolationMode(InterpolationMode mode) noexcept { mImpl->setInterpolationMode(mode); }
  InterpolationMode getInterpolationMode() const noexcept { return mImpl->getInterpolationMode(); }
  void setAlignCorners(bool alignCorners) noexcept { mImpl->setAlignCorners(alignCorners); }
  bool getAlignCorners() const noexcept { return mImpl->getAlignCorners(); }
  bool setSampleMode(SampleMode mode) noexcept { return mImpl->setSampleMode(mode); }
  SampleMode getSampleMode() const noexcept { return mImpl->getSampleMode(); }

 protected:
  apiv::VGridSampleLayer* mImpl;
};

class INMSLayer : public ILayer {
 public:
  ~INMSLayer() noexcept override = default;
  void setBoundingBoxFormat(BoundingBoxFormat fmt) noexcept { mImpl->setBoundingBoxFormat(fmt); }
  BoundingBoxFormat getBoundingBoxFormat() const noexcept { return mImpl->getBoundingBoxFormat(); }
  void setTopKBoxLimit(int32_t limit) noexcept { mImpl->setTopKBoxLimit(limit); }
  int32_t getTopKBoxLimit() const noexcept { return mImpl->getTopKBoxLimit(); }

 protected:
  apiv::VNMSLayer* mImpl;
};

class IReverseSequenceLayer : public ILayer {
 public:
  ~IReverseSequenceLayer() noexcept override = default;
  void setBatchAxis(int32_t batchAxis) noexcept { mImpl->setBatchAxis(batchAxis); }
  int32_t getBatchAxis() const noexcept { return mImpl->getBatchAxis(); }
  void setSequenceAxis(int32_t sequenceAxis) noexcept { mImpl->setSequenceAxis(sequenceAxis); }
  int32_t getSequenceAxis() const noexcept { return mImpl->getSequenceAxis(); }

 protected:
  apiv::VReverseSequenceLayer* mImpl;
};

class INormalizationLayer : public ILayer {
 public:
  ~INormalizationLayer() noexcept override = default;
  void setEpsilon(float eps) noexcept { mImpl->setEpsilon(eps); }
  float getEpsilon() const noexcept { return mImpl->getEpsilon(); }
  void setAxes(uint32_t axesMask) noexcept { mImpl->setAxes(axesMask); }
  uint32_t getAxes() const noexcept { return mImpl->getAxes(); }
  void setNbGroups(int32_t nbGroups) noexcept { mImpl->setNbGroups(nbGroups); }
  int32_t getNbGroups() const noexcept { return mImpl->getNbGroups(); }
  void setComputePrecision(DataType type) noexcept { mImpl->setComputePrecision(type); }
  DataType getComputePrecision() const noexcept { return mImpl->getComputePrecision(); }

 protected:
  apiv::VNormalizationLayer* mImpl;
};

class ILoop : public INoCopy {
 public:
  ~ILoop() noexcept override = default;
  IRecurrenceLayer* addRecurrence(ITensor& initialValue) noexcept {
    return mImpl->addRecurrence(initialValue);
  }
  ITripLimitLayer* addTripLimit(ITensor& tensor, TripLimit limit) noexcept {
    return mImpl->addTripLimit(tensor, limit);
  }
  IIteratorLayer* addIterator(ITensor& tensor, int32_t axis, bool reverse) noexcept {
    return mImpl->addIterator(tensor, axis, reverse);
  }
  ILoopOutputLayer* addLoopOutput(ITensor& tensor, LoopOutput outputKind, int32_t axis) noexcept {
    return mImpl->addLoopOutput(tensor, outputKind, axis);
  }
  void setName(char const* name) noexcept { mImpl->setName(name); }
  char const* getName() const noexcept { return mImpl->getName(); }

 protected:
  apiv::VLoop* mImpl;
};

class IIfConditional : public INoCopy {
 public:
  ~IIfConditional() noexcept override = default;
  IConditionLayer* setCondition(ITensor& tensor) noexcept { return mImpl->setCondition(tensor); }
  IIfConditionalInputLayer* addInput(ITensor& tensor) noexcept { return mImpl->addInput(tensor); }
  IIfConditionalOutputLayer* addOutput(ITensor& trueTensor, ITensor& falseTensor) noexcept {
    return mImpl->addOutput(trueTensor, falseTensor);
  }
  void setName(char const* name) noexcept { mImpl->setName(name); }
  char const* getName() const noexcept { return mImpl->getName(); }

 protected:
  apiv::VIfConditional* mImpl;
};

}  // namespace nvinfer1

// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "conditional.h"
#include "elementwise_layers.h"
#include "error_recorder.h"
#include "image_layers.h"
#include "loop.h"
#include "plugin_layer.h"
#include "reduction_layers.h"
#include "rnn_layer.h"
#include "shape_layers.h"
#include "spatial_layers.h"

namespace nvinfer1 {

class IBuilder;

enum class NetworkDefinitionCreationFlag : int32_t {
  kEXPLICIT_BATCH = 0,
  kEXPLICIT_PRECISION = 1,
};
using NetworkDefinitionCreationFlags = uint32_t;  // a bit for each NetworkDefinitionCreationFlag

namespace apiv {

class VNetworkDefinition : public VRoot {
 public:
  virtual ITensor* addInput(char const* name, DataType type, Dims dimensions) noexcept = 0;
  virtual void markOutput(ITensor& tensor) noexcept = 0;
  virtual IConvolutionLayer* addConvolution(ITensor& input, int32_t nbOutputMaps, DimsHW kernelSize,
                                            Weights kernelWeights,
                                            Weights biasWeights) noexcept = 0;
  virtual IFullyConnectedLayer* addFullyConnected(ITensor& input, int32_t nbOutputs,
                                                  Weights kernelWeights,
                                                  Weights biasWeights) noexcept = 0;
  virtual IActivationLayer* addActivation(ITensor& input, ActivationType type) noexcept = 0;
  virtual IPoolingLayer* addPooling(ITensor& input, PoolingType type,
                                    DimsHW windowSize) noexcept = 0;
  virtual ILRNLayer* addLRN(ITensor& input, int32_t window, float alpha, float beta,
                            float k) noexcept = 0;
  virtual IScaleLayer* addScale(ITensor& input, ScaleMode mode, Weights shift, Weights scale,
                                Weights power) noexcept = 0;
  virtual ISoftMaxLayer* addSoftMax(ITensor& input) noexcept = 0;
  virtual IConcatenationLayer* addConcatenation(ITensor* const* inputs,
                                                int32_t nbInputs) noexcept = 0;
  virtual IDeconvolutionLayer* addDeconvolution(ITensor& input, int32_t nbOutputMaps,
                                                DimsHW kernelSize, Weights kernelWeights,
                                                Weights biasWeights) noexcept = 0;
  virtual IElementWiseLayer* addElementWise(ITensor& input1, ITensor& input2,
                                            ElementWiseOperation op) noexcept = 0;
  virtual IUnaryLayer* addUnary(ITensor& input, UnaryOperation operation) noexcept = 0;
  virtual IPaddingLayer* addPadding(ITensor& input, DimsHW prePadding,
                                    DimsHW postPadding) noexcept = 0;
  virtual IShuffleLayer* addShuffle(ITensor& input) noexcept = 0;
  virtual int32_t getNbLayers() const noexcept = 0;
  virtual ILayer* getLayer(int32_t index) const noexcept = 0;
  virtual int32_t getNbInputs() const noexcept = 0;
  virtual ITensor* getInput(int32_t index) const noexcept = 0;
  virtual int32_t getNbOutputs() const noexcept = 0;
  virtual ITensor* getOutput(int32_t index) const noexcept = 0;
  virtual IReduceLayer* addReduce(ITensor& input, ReduceOperation operation, uint32_t reduceAxes,
                                  bool keepDimensions) noexcept = 0;
  virtual ITopKLayer* addTopK(ITensor& input, TopKOperation op, int32_t k,
                              uint32_t reduceAxes) noexcept = 0;
  virtual IGatherLayer* addGather(ITensor& data, ITensor& indices, int32_t axis) noexcept = 0;
  virtual IRaggedSoftMaxLayer* addRaggedSoftMax(ITensor& input, ITensor& bounds) noexcept = 0;
  virtual IMatrixMultiplyLayer* addMatrixMultiply(ITensor& input0, MatrixOperation op0,
                                                  ITensor& input1,
                                                  MatrixOperation op1) noexcept = 0;
  virtual IConstantLayer* addConstant(Dims dimensions, Weights weights) noexcept = 0;
  virtual IRNNv2Layer* addRNNv2(ITensor& input, int32_t layerCount, int32_t hiddenSize,
                                int32_t maxSeqLen, RNNOperation op) noexcept = 0;
  virtual IIdentityLayer* addIdentity(ITensor& input) noexcept = 0;
  virtual void removeTensor(ITensor& tensor) noexcept = 0;
  virtual void unmarkOutput(ITensor& tensor) noexcept = 0;
  virtual IPluginV2Layer* addPluginV2(ITensor* const* inputs, int32_t nbInputs,
                                      IPluginV2& plugin) noexcept = 0;
  virtual ISliceLayer* addSlice(ITensor& input, Dims start, Dims size, Dims stride) noexcept = 0;
  virtual void setName(char const* name) noexcept = 0;
  virtual char const* getName() const noexcept = 0;
  virtual IShapeLayer* addShape(ITensor& input) noexcept = 0;
  virtual bool hasImplicitBatchDimension() const noexcept = 0;
  virtual bool markOutputForShapes(ITensor& tensor) noexcept = 0;
  virtual bool unmarkOutputForShapes(ITensor& tensor) noexcept = 0;
  virtual IParametricReLULayer* addParametricReLU(ITensor& input, ITensor& slope) noexcept = 0;
  virtual IConvolutionLayer* addConvolutionNd(ITensor& input, int32_t nbOutputMaps, Dims kernelSize,
                                              Weights kernelWeights,
                                              Weights biasWeights) noexcept = 0;
  virtual IPoolingLayer* addPoolingNd(ITensor& input, PoolingType type,
                                      Dims windowSize) noexcept = 0;
  virtual IDeconvolutionLayer* addDeconvolutionNd(ITensor& input, int32_t nbOutputMaps,
                                                  Dims kernelSize, Weights kernelWeights,
                                                  Weights biasWeights) noexcept = 0;
  virtual IScaleLayer* addScaleNd(ITensor& input, ScaleMode mode, Weights shift, Weights scale,
                                  Weights power, int32_t channelAxis) noexcept = 0;
  virtual IResizeLayer* addResize(ITensor& input) noexcept = 0;
  virtual bool hasExplicitPrecision() const noexcept = 0;
  virtual ILoop* addLoop() noexcept = 0;
  virtual ISelectLayer* addSelect(ITensor& condition, ITensor& thenInput,
                                  ITensor& elseInput) noexcept = 0;
  virtual IFillLayer* addFill(Dims dimensions, FillOperation op) noexcept = 0;
  virtual IPaddingLayer* addPaddingNd(ITensor& input, Dims prePadding,
                                      Dims postPadding) noexcept = 0;
  virtual bool setWeightsName(Weights weights, char const* name) noexcept = 0;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual IDequantizeLayer* addDequantize(ITensor& input, ITensor& scale) noexcept = 0;
  virtual IQuantizeLayer* addQuantize(ITensor& input, ITensor& scale) noexcept = 0;
  virtual IGatherLayer* addGatherV2(ITensor& data, ITensor& indices, GatherMode mode) noexcept = 0;
  virtual IIfConditional* addIfConditional() noexcept = 0;
  virtual IScatterLayer* addScatter(ITensor& data, ITensor& indices, ITensor& updates,
                                    ScatterMode mode) noexcept = 0;
  virtual IEinsumLayer* addEinsum(ITensor* const* inputs, int32_t nbInputs,
                                  char const* equation) noexcept = 0;
  virtual IAssertionLayer* addAssertion(ITensor& condition, char const* message) noexcept = 0;
  virtual IOneHotLayer* addOneHot(ITensor& indices, ITensor& values, ITensor& depth,
                                  int32_t axis) noexcept = 0;
  virtual INonZeroLayer* addNonZero(ITensor& input) noexcept = 0;
  virtual IGridSampleLayer* addGridSample(ITensor& input, ITensor& grid) noexcept = 0;
  virtual INMSLayer* addNMS(ITensor& boxes, ITensor& scores,
                            ITensor& maxOutputBoxesPerClass) noexcept = 0;

  // 8.6
  virtual IReverseSequenceLayer* addReverseSequence(ITensor& input,
                                                    ITensor& sequenceLens) noexcept = 0;
  virtual INormalizationLayer* addNormalization(ITensor& input, ITensor& scale, ITensor& bias,
                                                uint32_t axesMask) noexcept = 0;
  virtual ICastLayer* addCast(ITensor& input, DataType toType) noexcept = 0;
  virtual IBuilder& getBuilder() const noexcept = 0;
};

}  // namespace apiv

class INetworkDefinition : public INoCopy {
 public:
  ~INetworkDefinition() noexcept override = default;
  ITensor* addInput(char const* name, DataType type, Dims dimensions) noexcept {
    return mImpl->addInput(name, type, dimensions);
  }
  void markOutput(ITensor& tensor) noexcept { mImpl->markOutput(tensor); }
  IConvolutionLayer* addConvolution(ITensor& input, int32_t nbOutputMaps, DimsHW kernelSize,
                                    Weights kernelWeights, Weights biasWeights) noexcept {
    return mImpl->addConvolution(input, nbOutputMaps, kernelSize, kernelWeights, biasWeights);
  }
  IFullyConnectedLayer* addFullyConnected(ITensor& input, int32_t nbOutputs, Weights kernelWeights,
                                          Weights biasWeights) noexcept {
    return mImpl->addFullyConnected(input, nbOutputs, kernelWeights, biasWeights);
  }
  IActivationLayer* addActivation(ITensor& input, ActivationType type) noexcept {
    return mImpl->addActivation(input, type);
  }
  IPoolingLayer* addPooling(ITensor& input, PoolingType type, DimsHW windowSize) noexcept {
    return mImpl->addPooling(input, type, windowSize);
  }
  ILRNLayer* addLRN(ITensor& input, int32_t window, float alpha, float beta, float k) noexcept {
    return mImpl->addLRN(input, window, alpha, beta, k);
  }
  IScaleLayer* addScale(ITensor& input, ScaleMode mode, Weights shift, Weights scale,
                        Weights power) noexcept {
    return mImpl->addScale(input, mode, shift, scale, power);
  }
  ISoftMaxLayer* addSoftMax(ITensor& input) noexcept { return mImpl->addSoftMax(input); }
  IConcatenationLayer* addConcatenation(ITensor* const* inputs, int32_t nbInputs) noexcept {
    return mImpl->addConcatenation(inputs, nbInputs);
  }
  IDeconvolutionLayer* addDeconvolution(ITensor& input, int32_t nbOutputMaps, DimsHW kernelSize,
                                        Weights kernelWeights, Weights biasWeights) noexcept {
    return mImpl->addDeconvolution(input, nbOutputMaps, kernelSize, kernelWeights, biasWeights);
  }
  IElementWiseLayer* addElementWise(ITensor& input1, ITensor& input2,
                                    ElementWiseOperation op) noexcept {
    return mImpl->addElementWise(input1, input2, op);
  }
  IUnaryLayer* addUnary(ITensor& input, UnaryOperation operation) noexcept {
    return mImpl->addUnary(input, operation);
  }
  IPaddingLayer* addPadding(ITensor& input, DimsHW prePadding, DimsHW postPadding) noexcept {
    return mImpl->addPadding(input, prePadding, postPadding);
  }
  IShuffleLayer* addShuffle(ITensor& input) noexcept { return mImpl->addShuffle(input); }
  int32_t getNbLayers() const noexcept { return mImpl->getNbLayers(); }
  ILayer* getLayer(int32_t index) const noexcept { return mImpl->getLayer(index); }
  int32_t getNbInputs() const noexcept { return mImpl->getNbInputs(); }
  ITensor* getInput(int32_t index) const noexcept { return mImpl->getInput(index); }
  int32_t getNbOutputs() const noexcept { return mImpl->getNbOutputs(); }
  ITensor* getOutput(int32_t index) const noexcept { return mImpl->getOutput(index); }
  IReduceLayer* addReduce(ITensor& input, ReduceOperation operation, uint32_t reduceAxes,
                          bool keepDimensions) noexcept {
    return mImpl->addReduce(input, operation, reduceAxes, keepDimensions);
  }
  ITopKLayer* addTopK(ITensor& input, TopKOperation op, int32_t k, uint32_t reduceAxes) noexcept {
    return mImpl->addTopK(input, op, k, reduceAxes);
  }
  IGatherLayer* addGather(ITensor& data, ITensor& indices, int32_t axis) noexcept {
    return mImpl->addGather(data, indices, axis);
  }
  IRaggedSoftMaxLayer* addRaggedSoftMax(ITensor& input, ITensor& bounds) noexcept {
    return mImpl->addRaggedSoftMax(input, bounds);
  }
  IMatrixMultiplyLayer* addMatrixMultiply(ITensor& input0, MatrixOperation op0, ITensor& input1,
                                          MatrixOperation op1) noexcept {
    return mImpl->addMatrixMultiply(input0, op0, input1, op1);
  }
  IConstantLayer* addConstant(Dims dimensions, Weights weights) noexcept {
    return mImpl->addConstant(dimensions, weights);
  }
  IRNNv2Layer* addRNNv2(ITensor& input, int32_t layerCount, int32_t hiddenSize, int32_t maxSeqLen,
                        RNNOperation op) noexcept {
    return mImpl->addRNNv2(input, layerCount, hiddenSize, maxSeqLen, op);
  }
  IIdentityLayer* addIdentity(ITensor& input) noexcept { return mImpl->addIdentity(input); }
  void removeTensor(ITensor& tensor) noexcept { mImpl->removeTensor(tensor); }
  void unmarkOutput(ITensor& tensor) noexcept { mImpl->unmarkOutput(tensor); }
  IPluginV2Layer* addPluginV2(ITensor* const* inputs, int32_t nbInputs,
                              IPluginV2& plugin) noexcept {
    return mImpl->addPluginV2(inputs, nbInputs, plugin);
  }
  ISliceLayer* addSlice(ITensor& input, Dims start, Dims size, Dims stride) noexcept {
    return mImpl->addSlice(input, start, size, stride);
  }
  void setName(char const* name) noexcept { mImpl->setName(name); }
  char const* getName() const noexcept { return mImpl->getName(); }
  IShapeLayer* addShape(ITensor& input) noexcept { return mImpl->addShape(input); }
  bool hasImplicitBatchDimension() const noexcept { return mImpl->hasImplicitBatchDimension(); }
  bool markOutputForShapes(ITensor& tensor) noexcept { return mImpl->markOutputForShapes(tensor); }
  bool unmarkOutputForShapes(ITensor& tensor) noexcept {
    return mImpl->unmarkOutputForShapes(tensor);
  }
  IParametricReLULayer* addParametricReLU(ITensor& input, ITensor& slope) noexcept {
    return mImpl->addParametricReLU(input, slope);
  }
  IConvolutionLayer* addConvolutionNd(ITensor& input, int32_t nbOutputMaps, Dims kernelSize,
                                      Weights kernelWeights, Weights biasWeights) noexcept {
    return mImpl->addConvolutionNd(input, nbOutputMaps, kernelSize, kernelWeights, biasWeights);
  }
  IPoolingLayer* addPoolingNd(ITensor& input, PoolingType type, Dims windowSize) noexcept {
    return mImpl->addPoolingNd(input, type, windowSize);
  }
  IDeconvolutionLayer* addDeconvolutionNd(ITensor& input, int32_t nbOutputMaps, Dims kernelSize,
                                          Weights kernelWeights, Weights biasWeights) noexcept {
    return mImpl->addDeconvolutionNd(input, nbOutputMaps, kernelSize, kernelWeights, biasWeights);
  }
  IScaleLayer* addScaleNd(ITensor& input, ScaleMode mode, Weights shift, Weights scale,
                          Weights power, int32_t channelAxis) noexcept {
    return mImpl->addScaleNd(input, mode, shift, scale, power, channelAxis);
  }
  IResizeLayer* addResize(ITensor& input) noexcept { return mImpl->addResize(input); }
  bool hasExplicitPrecision() const noexcept { return mImpl->hasExplicitPrecision(); }
  ILoop* addLoop() noexcept { return mImpl->addLoop(); }
  ISelectLayer* addSelect(ITensor& condition, ITensor& thenInput, ITensor& elseInput) noexcept {
    return mImpl->addSelect(condition, thenInput, elseInput);
  }
  IFillLayer* addFill(Dims dimensions, FillOperation op) noexcept {
    return mImpl->addFill(dimensions, op);
  }
  IPaddingLayer* addPaddingNd(ITensor& input, Dims prePadding, Dims postPadding) noexcept {
    return mImpl->addPaddingNd(input, prePadding, postPadding);
  }
  bool setWeightsName(Weights weights, char const* name) noexcept {
    return mImpl->setWeightsName(weights, name);
  }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  IDequantizeLayer* addDequantize(ITensor& input, ITensor& scale) noexcept {
    return mImpl->addDequantize(input, scale);
  }
  IQuantizeLayer* addQuantize(ITensor& input, ITensor& scale) noexcept {
    return mImpl->addQuantize(input, scale);
  }
  IGatherLayer* addGatherV2(ITensor& data, ITensor& indices, GatherMode mode) noexcept {
    return mImpl->addGatherV2(data, indices, mode);
  }
  IIfConditional* addIfConditional() noexcept { return mImpl->addIfConditional(); }
  IScatterLayer* addScatter(ITensor& data, ITensor& indices, ITensor& updates,
                            ScatterMode mode) noexcept {
    return mImpl->addScatter(data, indices, updates, mode);
  }
  IEinsumLayer* addEinsum(ITensor* const* inputs, int32_t nbInputs, char const* equation) noexcept {
    return mImpl->addEinsum(inputs, nbInputs, equation);
  }
  IAssertionLayer* addAssertion(ITensor& condition, char const* message) noexcept {
    return mImpl->addAssertion(condition, message);
  }
  IOneHotLayer* addOneHot(ITensor& indices, ITensor& values, ITensor& depth,
                          int32_t axis) noexcept {
    return mImpl->addOneHot(indices, values, depth, axis);
  }
  INonZeroLayer* addNonZero(ITensor& input) noexcept { return mImpl->addNonZero(input); }
  IGridSampleLayer* addGridSample(ITensor& input, ITensor& grid) noexcept {
    return mImpl->addGridSample(input, grid);
  }
  INMSLayer* addNMS(ITensor& boxes, ITensor& scores, ITensor& maxOutputBoxesPerClass) noexcept {
    return mImpl->addNMS(boxes, scores, maxOutputBoxesPerClass);
  }

  // 8.6
  IReverseSequenceLayer* addReverseSequence(ITensor& input, ITensor& sequenceLens) noexcept {
    return mImpl->addReverseSequence(input, sequenceLens);
  }
  INormalizationLayer* addNormalization(ITensor& input, ITensor& scale, ITensor& bias,
                                        uint32_t axesMask) noexcept {
    return mImpl->addNormalization(input, scale, bias, axesMask);
  }
  ICastLayer* addCast(ITensor& input, DataType toType) noexcept {
    return mImpl->addCast(input, toType);
  }
  IBuilder& getBuilder() const noexcept { return mImpl->getBuilder(); }

 protected:
  apiv::VNetworkDefinition* mImpl;
};
static_assert(sizeof(INetworkDefinition) == 16);

}  // namespace nvinfer1

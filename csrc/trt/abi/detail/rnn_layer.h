// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "layer.h"
#include "weights.h"

namespace nvinfer1 {

enum class RNNOperation : int32_t {
  kRELU = 0,
  kTANH = 1,
  kLSTM = 2,
  kGRU = 3,
};

enum class RNNDirection : int32_t {
  kUNIDIRECTION = 0,
  kBIDIRECTION = 1,
};

enum class RNNInputMode : int32_t {
  kLINEAR = 0,
  kSKIP = 1,
};

enum class RNNGateType : int32_t {
  kINPUT = 0,
  kOUTPUT = 1,
  kFORGET = 2,
  kUPDATE = 3,
  kRESET = 4,
  kCELL = 5,
  kHIDDEN = 6,
};

namespace apiv {

class VRNNv2Layer : public VRoot {
 public:
  virtual int32_t getLayerCount() const noexcept = 0;
  virtual int32_t getHiddenSize() const noexcept = 0;
  virtual int32_t getMaxSeqLength() const noexcept = 0;
  virtual int32_t getDataLength() const noexcept = 0;
  virtual void setSequenceLengths(ITensor& seqLengths) noexcept = 0;
  virtual ITensor* getSequenceLengths() const noexcept = 0;
  virtual void setOperation(RNNOperation op) noexcept = 0;
  virtual RNNOperation getOperation() const noexcept = 0;
  virtual void setInputMode(RNNInputMode op) noexcept = 0;
  virtual RNNInputMode getInputMode() const noexcept = 0;
  virtual void setDirection(RNNDirection op) noexcept = 0;
  virtual RNNDirection getDirection() const noexcept = 0;
  virtual void setWeightsForGate(int32_t layerIndex, RNNGateType gate, bool isW,
                                 Weights weights) noexcept = 0;
  virtual Weights getWeightsForGate(int32_t layerIndex, RNNGateType gate,
                                    bool isW) const noexcept = 0;
  virtual void setBiasForGate(int32_t layerIndex, RNNGateType gate, bool isW,
                              Weights bias) noexcept = 0;
  virtual Weights getBiasForGate(int32_t layerIndex, RNNGateType gate, bool isW) const noexcept = 0;
  virtual void setHiddenState(ITensor& hidden) noexcept = 0;
  virtual ITensor* getHiddenState() const noexcept = 0;
  virtual void setCellState(ITensor& cell) noexcept = 0;
  virtual ITensor* getCellState() const noexcept = 0;
};

}  // namespace apiv

class IRNNv2Layer : public ILayer {
 public:
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
  ~IRNNv2Layer() noexcept override = default;
  apiv::VRNNv2Layer* mImpl;
};
static_assert(sizeof(IRNNv2Layer) == 24);

}  // namespace nvinfer1

// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "tensor.h"

namespace nvinfer1 {

enum class LayerType : int32_t {
  kCONVOLUTION = 0,
  kFULLY_CONNECTED = 1,
  kACTIVATION = 2,
  kPOOLING = 3,
  kLRN = 4,
  kSCALE = 5,
  kSOFTMAX = 6,
  kDECONVOLUTION = 7,
  kCONCATENATION = 8,
  kELEMENTWISE = 9,
  kPLUGIN = 10,
  kUNARY = 11,
  kPADDING = 12,
  kSHUFFLE = 13,
  kREDUCE = 14,
  kTOPK = 15,
  kGATHER = 16,
  kMATRIX_MULTIPLY = 17,
  kRAGGED_SOFTMAX = 18,
  kCONSTANT = 19,
  kRNN_V2 = 20,
  kIDENTITY = 21,
  kPLUGIN_V2 = 22,
  kSLICE = 23,
  kSHAPE = 24,
  kPARAMETRIC_RELU = 25,
  kRESIZE = 26,
  kTRIP_LIMIT = 27,
  kRECURRENCE = 28,
  kITERATOR = 29,
  kLOOP_OUTPUT = 30,
  kSELECT = 31,
  kFILL = 32,
  kQUANTIZE = 33,
  kDEQUANTIZE = 34,
  kCONDITION = 35,
  kCONDITIONAL_INPUT = 36,
  kCONDITIONAL_OUTPUT = 37,
  kSCATTER = 38,
  kEINSUM = 39,
  kASSERTION = 40,
  kONE_HOT = 41,
  kNON_ZERO = 42,
  kGRID_SAMPLE = 43,
  kNMS = 44,
  kREVERSE_SEQUENCE = 45,  // 8.6
  kNORMALIZATION = 46,     // 8.6
  kCAST = 47,              // 8.6
};

namespace apiv {

class VLayer : public VRoot {
 public:
  virtual LayerType getType() const noexcept = 0;
  virtual void setName(char const* name) noexcept = 0;
  virtual char const* getName() const noexcept = 0;
  virtual int32_t getNbInputs() const noexcept = 0;
  virtual ITensor* getInput(int32_t index) const noexcept = 0;
  virtual int32_t getNbOutputs() const noexcept = 0;
  virtual ITensor* getOutput(int32_t index) const noexcept = 0;
  virtual void setInput(int32_t index, ITensor& tensor) noexcept = 0;
  virtual void setPrecision(DataType dataType) noexcept = 0;
  virtual DataType getPrecision() const noexcept = 0;
  virtual bool precisionIsSet() const noexcept = 0;
  virtual void resetPrecision() noexcept = 0;
  virtual void setOutputType(int32_t index, DataType dataType) noexcept = 0;
  virtual DataType getOutputType(int32_t index) const noexcept = 0;
  virtual bool outputTypeIsSet(int32_t index) const noexcept = 0;
  virtual void resetOutputType(int32_t index) noexcept = 0;

  // 8.6
  virtual void setMetadata(char const* docString) noexcept = 0;
  virtual char const* getMetadata() const noexcept = 0;
};

}  // namespace apiv

class ILayer : public INoCopy {
 public:
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

  // 8.6
  void setMetadata(char const* docString) noexcept { mLayer->setMetadata(docString); }
  char const* getMetadata() const noexcept { return mLayer->getMetadata(); }

 protected:
  ~ILayer() noexcept override = default;
  apiv::VLayer* mLayer;
};
static_assert(sizeof(ILayer) == 16);

}  // namespace nvinfer1

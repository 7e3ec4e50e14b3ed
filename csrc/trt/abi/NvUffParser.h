// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include "NvInfer.h"

namespace nvuffparser {

using nvinfer1::DataType;
using nvinfer1::Dims;
using nvinfer1::IErrorRecorder;
using nvinfer1::INetworkDefinition;
enum class UffInputOrder : int32_t { kNCHW = 0, kNHWC = 1, kNC = 2 };
enum class FieldType : int32_t {
  kFLOAT = 0,
  kINT32 = 1,
  kCHAR = 2,
  kDIMS = 4,
  kDATATYPE = 5,
  kUNKNOWN = 6
};

class IUffParser {
 public:
  virtual bool registerInput(char const* inputName, Dims inputDims,
                             UffInputOrder inputOrder) noexcept = 0;
  virtual bool registerOutput(char const* outputName) noexcept = 0;
  virtual bool parse(char const* file, INetworkDefinition& network,
                     DataType weightsType) noexcept = 0;
  virtual bool parseBuffer(char const* buffer, size_t size, INetworkDefinition& network,
                           DataType weightsType) noexcept = 0;
  virtual void destroy() noexcept = 0;
  virtual int32_t getUffRequiredVersionMajor() noexcept = 0;
  virtual int32_t getUffRequiredVersionMinor() noexcept = 0;
  virtual int32_t getUffRequiredVersionPatch() noexcept = 0;
  virtual void setPluginNamespace(char const* libNamespace) noexcept = 0;
  virtual ~IUffParser() noexcept = default;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
};

}  // namespace nvuffparser

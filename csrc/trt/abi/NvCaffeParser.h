// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "NvInfer.h"

namespace nvcaffeparser1 {

using nvinfer1::DataType;
using nvinfer1::Dims4;
using nvinfer1::IErrorRecorder;
using nvinfer1::INetworkDefinition;
using nvinfer1::IPluginV2;
using nvinfer1::ITensor;
using nvinfer1::Weights;

class IBlobNameToTensor {
 public:
  virtual ITensor* find(char const* name) const noexcept = 0;

 protected:
  virtual ~IBlobNameToTensor() = default;
};

class IBinaryProtoBlob {
 public:
  virtual void const* getData() noexcept = 0;
  virtual Dims4 getDimensions() noexcept = 0;
  virtual DataType getDataType() noexcept = 0;
  virtual void destroy() noexcept = 0;
  virtual ~IBinaryProtoBlob() noexcept = default;
};

class IPluginFactoryV2 {
 public:
  virtual bool isPluginV2(char const* layerName) noexcept = 0;
  virtual IPluginV2* createPlugin(char const* layerName, Weights const* weights, int32_t nbWeights,
                                  char const* libNamespace) noexcept = 0;
  virtual ~IPluginFactoryV2() noexcept = default;
};

class ICaffeParser {
 public:
  virtual IBlobNameToTensor const* parse(char const* deploy, char const* model,
                                         INetworkDefinition& network,
                                         DataType weightType) noexcept = 0;
  virtual IBlobNameToTensor const* parseBuffers(uint8_t const* deployBuffer, size_t deployLength,
                                                uint8_t const* modelBuffer, size_t modelLength,
                                                INetworkDefinition& network,
                                                DataType weightType) noexcept = 0;
  virtual IBinaryProtoBlob* parseBinaryProto(char const* fileName) noexcept = 0;
  virtual void setProtobufBufferSize(size_t size) noexcept = 0;
  virtual void destroy() noexcept = 0;
  virtual void setPluginFactoryV2(IPluginFactoryV2* factory) noexcept = 0;
  virtual void setPluginNamespace(char const* libNamespace) noexcept = 0;
  virtual ~ICaffeParser() noexcept = default;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
};

}  // namespace nvcaffeparser1

// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstddef>
#include "NvInfer.h"

namespace nvuffparser {

using nvinfer1::DataType;
using nvinfer1::Dims;
using nvinfer1::IErrorRecorder;
using nvinfer1::INetworkDefinition;

enum class UffInputOrder : int32_t {
  kNCHW = 0,
  kNHWC = 1,
  kNC = 2,
};

enum class FieldType : int32_t {
  kFLOAT = 0,
  kINT32 = 1,
  kCHAR = 2,
  kDIMS = 4,
  kDATATYPE = 5,
  kUNKNOWN = 6,
};

class FieldMap {
 public:
  char const* name;
  void const* data;
  FieldType type = FieldType::kUNKNOWN;
  int32_t length = 1;
};
static_assert(sizeof(FieldMap) == 24 && offsetof(FieldMap, data) == 8 &&
              offsetof(FieldMap, type) == 16 && offsetof(FieldMap, length) == 20);

class FieldCollection {
 public:
  int32_t nbFields;
  FieldMap const* fields;
};
static_assert(sizeof(FieldCollection) == 16 && offsetof(FieldCollection, fields) == 8);

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

// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include "NvInfer.h"

namespace nvonnxparser {

using OnnxParserFlags = uint32_t;
class SubGraphCollection;  // not used here
enum class ErrorCode : int {
  kSUCCESS = 0,
  kINTERNAL_ERROR = 1,
  kMEM_ALLOC_FAILED = 2,
  kMODEL_DESERIALIZE_FAILED = 3,
  kINVALID_VALUE = 4,
  kINVALID_GRAPH = 5,
  kINVALID_NODE = 6,
  kUNSUPPORTED_GRAPH = 7,
  kUNSUPPORTED_NODE = 8
};
enum class OnnxParserFlag : int32_t { kNATIVE_INSTANCENORM = 0 };

class IParserError {
 public:
  virtual ErrorCode code() const = 0;
  virtual char const* desc() const = 0;
  virtual char const* file() const = 0;
  virtual int line() const = 0;
  virtual char const* func() const = 0;
  virtual int node() const = 0;
  virtual ~IParserError() = default;
};

class IParser {
 public:
  virtual bool parse(void const* serialized_onnx_model, size_t serialized_onnx_model_size,
                     char const* model_path) = 0;
  virtual bool parseFromFile(char const* onnxModelFile, int verbosity) = 0;
  virtual bool supportsModel(void const* serialized_onnx_model, size_t serialized_onnx_model_size,
                             SubGraphCollection& sub_graph_collection, char const* model_path) = 0;
  virtual bool parseWithWeightDescriptors(void const* serialized_onnx_model,
                                          size_t serialized_onnx_model_size) = 0;
  virtual bool supportsOperator(char const* op_name) const = 0;
  virtual void destroy() = 0;
  virtual int getNbErrors() const = 0;
  virtual IParserError const* getError(int index) const = 0;
  virtual void clearErrors() = 0;
  virtual void setFlags(OnnxParserFlags onnxParserFlags) noexcept = 0;     // 8.6
  virtual OnnxParserFlags getFlags() const noexcept = 0;                   // 8.6
  virtual void clearFlag(OnnxParserFlag onnxParserFlag) noexcept = 0;      // 8.6
  virtual void setFlag(OnnxParserFlag onnxParserFlag) noexcept = 0;        // 8.6
  virtual bool getFlag(OnnxParserFlag onnxParserFlag) const noexcept = 0;  // 8.6
  virtual ~IParser() noexcept = default;
  virtual char const* const* getUsedVCPluginLibraries(
      int64_t& nbPluginLibs) const noexcept = 0;  // 8.6
};

}  // namespace nvonnxparser

// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <utility>
#include <vector>
#include "NvInfer.h"

namespace nvonnxparser {

// Node indices of a part of the model, and whether TensorRT can run it.
using SubGraph_t = std::pair<std::vector<size_t>, bool>;
using SubGraphCollection_t = std::vector<SubGraph_t>;

enum class ErrorCode : int {
  kSUCCESS = 0,
  kINTERNAL_ERROR = 1,
  kMEM_ALLOC_FAILED = 2,
  kMODEL_DESERIALIZE_FAILED = 3,
  kINVALID_VALUE = 4,
  kINVALID_GRAPH = 5,
  kINVALID_NODE = 6,
  kUNSUPPORTED_GRAPH = 7,
  kUNSUPPORTED_NODE = 8,
};

class IParserError {
 public:
  virtual ErrorCode code() const = 0;
  virtual char const* desc() const = 0;
  virtual char const* file() const = 0;
  virtual int line() const = 0;
  virtual char const* func() const = 0;
  virtual int node() const = 0;

 protected:
  virtual ~IParserError() = default;
};

// What follows clearErrors() is not declared, because 8.5, 8.6.0 and 8.6.1 each go on differently,
// the destructor included. So a parser ends with destroy(), and `delete` does not compile.
class IParser {
 public:
  virtual bool parse(void const* serialized_onnx_model, size_t serialized_onnx_model_size,
                     char const* model_path = nullptr) = 0;
  virtual bool parseFromFile(char const* onnxModelFile, int verbosity) = 0;
  virtual bool supportsModel(void const* serialized_onnx_model, size_t serialized_onnx_model_size,
                             SubGraphCollection_t& sub_graph_collection,
                             char const* model_path = nullptr) = 0;
  virtual bool parseWithWeightDescriptors(void const* serialized_onnx_model,
                                          size_t serialized_onnx_model_size) = 0;
  virtual bool supportsOperator(char const* op_name) const = 0;
  virtual void destroy() = 0;
  virtual int getNbErrors() const = 0;
  virtual IParserError const* getError(int index) const = 0;
  virtual void clearErrors() = 0;

 protected:
  ~IParser() = default;
};

}  // namespace nvonnxparser

// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include "enums.h"

struct cublasContext;
struct cudnnContext;

namespace nvinfer1 {

class Dims32 {
 public:
  static constexpr int32_t MAX_DIMS = 8;
  int32_t nbDims;
  int32_t d[MAX_DIMS];
};
using Dims = Dims32;

class Dims2 : public Dims {
 public:
  Dims2() : Dims2(0, 0) {}
  Dims2(int32_t d0, int32_t d1) : Dims{2, {d0, d1}} {}
};
class DimsHW : public Dims2 {
 public:
  using Dims2::Dims2;
  int32_t h() const { return d[0]; }
  int32_t w() const { return d[1]; }
};
class Dims3 : public Dims2 {
 public:
  Dims3() : Dims3(0, 0, 0) {}
  Dims3(int32_t d0, int32_t d1, int32_t d2) : Dims2(d0, d1) {
    nbDims = 3;
    d[2] = d2;
  }
};
class Dims4 : public Dims3 {
 public:
  Dims4() : Dims4(0, 0, 0, 0) {}
  Dims4(int32_t d0, int32_t d1, int32_t d2, int32_t d3) : Dims3(d0, d1, d2) {
    nbDims = 4;
    d[3] = d3;
  }
};

class Permutation {
 public:
  int32_t order[Dims::MAX_DIMS];
};

class Weights {
 public:
  DataType type;
  void const* values;
  int64_t count;
};

class PluginTensorDesc {
 public:
  Dims dims;
  DataType type;
  TensorFormat format;
  float scale;
};
class DynamicPluginTensorDesc {
 public:
  PluginTensorDesc desc;
  Dims min;
  Dims max;
};

class PluginField {
 public:
  PluginField(char const* field_name = nullptr, void const* field_data = nullptr,
              PluginFieldType field_type = PluginFieldType::kUNKNOWN, int32_t field_length = 0)
      : name(field_name), data(field_data), type(field_type), length(field_length) {}

  char const* name;
  void const* data;
  PluginFieldType type;
  int32_t length;
};
class PluginFieldCollection {
 public:
  int32_t nbFields;
  PluginField const* fields;
};

class IDimensionExpr;
class DimsExprs {
 public:
  int32_t nbDims;
  IDimensionExpr const* d[Dims::MAX_DIMS];
};

static_assert(sizeof(Dims) == 36 && sizeof(Dims4) == 36 && sizeof(Permutation) == 32 &&
              sizeof(Weights) == 24);
static_assert(sizeof(PluginTensorDesc) == 48 && sizeof(DynamicPluginTensorDesc) == 120);
static_assert(sizeof(PluginField) == 24 && sizeof(PluginFieldCollection) == 16 &&
              sizeof(DimsExprs) == 72);

}  // namespace nvinfer1

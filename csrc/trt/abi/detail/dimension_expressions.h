// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "dims.h"
#include "root.h"

namespace nvinfer1 {

class IDimensionExpr;

enum class DimensionOperation : int32_t {
  kSUM = 0,
  kPROD = 1,
  kMAX = 2,
  kMIN = 3,
  kSUB = 4,
  kEQUAL = 5,
  kLESS = 6,
  kFLOOR_DIV = 7,
  kCEIL_DIV = 8,
};

namespace apiv {

class VDimensionExpr : public VRoot {
 public:
  virtual bool isConstant() const = 0;
  virtual int32_t getConstantValue() const = 0;
};

class VExprBuilder : public VRoot {
 public:
  virtual IDimensionExpr const* constant(int32_t value) = 0;
  virtual IDimensionExpr const* operation(DimensionOperation op, IDimensionExpr const& first,
                                          IDimensionExpr const& second) = 0;
};

}  // namespace apiv

class IDimensionExpr : public INoCopy {
 public:
  bool isConstant() const { return mImpl->isConstant(); }
  int32_t getConstantValue() const { return mImpl->getConstantValue(); }

 protected:
  ~IDimensionExpr() noexcept override = default;
  apiv::VDimensionExpr* mImpl;
};
static_assert(sizeof(IDimensionExpr) == 16);

class IExprBuilder : public INoCopy {
 public:
  IDimensionExpr const* constant(int32_t value) { return mImpl->constant(value); }
  IDimensionExpr const* operation(DimensionOperation op, IDimensionExpr const& first,
                                  IDimensionExpr const& second) {
    return mImpl->operation(op, first, second);
  }

 protected:
  ~IExprBuilder() noexcept override = default;
  apiv::VExprBuilder* mImpl;
};
static_assert(sizeof(IExprBuilder) == 16);

class DimsExprs {
 public:
  int32_t nbDims;
  IDimensionExpr const* d[Dims::MAX_DIMS];
};
static_assert(sizeof(DimsExprs) == 72 && offsetof(DimsExprs, d) == 8);

}  // namespace nvinfer1

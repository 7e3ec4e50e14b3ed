// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include "services.h"

namespace nvinfer1 {

class IDimensionExpr;

// What stands behind the facades, in slot order.
namespace apiv {

class VRoot {
 public:
  virtual ~VRoot() noexcept = default;
};

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

}  // namespace nvinfer1

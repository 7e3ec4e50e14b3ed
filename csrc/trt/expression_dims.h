#pragma once

#include <NvInfer.h>

#include <cstdint>
#include <limits>

#include "op/dim.h"

namespace trtp::trt {

// Extents as TensorRT's expressions.
class ExpressionDims final : public DimOps {
 public:
  explicit ExpressionDims(nvinfer1::IExprBuilder& builder) : builder_(builder) {}

  void const* constant(int64_t value) override {
    if (value < std::numeric_limits<int32_t>::min() ||
        value > std::numeric_limits<int32_t>::max()) {
      fail("an extent of ", value, " does not fit TensorRT's 32 bits");
    }
    return checked(builder_.constant(static_cast<int32_t>(value)));
  }

  void const* apply(Code code, void const* a, void const* b) override {
    using nvinfer1::DimensionOperation;
    constexpr DimensionOperation map[] = {
        DimensionOperation::kSUM,     DimensionOperation::kPROD, DimensionOperation::kSUB,
        DimensionOperation::kMAX,     DimensionOperation::kMIN,  DimensionOperation::kFLOOR_DIV,
        DimensionOperation::kCEIL_DIV};
    return checked(builder_.operation(map[code], expression(a), expression(b)));
  }

  std::optional<int64_t> known(void const* node) const override {
    auto const& e = expression(node);
    if (!e.isConstant()) return std::nullopt;
    return e.getConstantValue();
  }

  Dims dims(nvinfer1::DimsExprs const& d) {
    Dims out;
    for (int i = 0; i < d.nbDims; ++i) out.dims.emplace_back(*this, d.d[i]);
    return out;
  }

  static nvinfer1::IDimensionExpr const& expression(void const* node) {
    return *static_cast<nvinfer1::IDimensionExpr const*>(node);
  }

 private:
  static void const* checked(nvinfer1::IDimensionExpr const* e) {
    if (!e) fail("TensorRT refused an expression of extents");
    return e;
  }

  nvinfer1::IExprBuilder& builder_;
};

}  // namespace trtp::trt

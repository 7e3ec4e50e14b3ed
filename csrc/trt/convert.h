#pragma once

#include <NvInfer.h>

#include <array>

#include "op/any_op.h"

namespace trtp::trt {

// TensorRT's types and ours.

inline Type from(nvinfer1::DataType t) {
  switch (t) {
    case nvinfer1::DataType::kFLOAT: return Type::f32;
    case nvinfer1::DataType::kHALF: return Type::f16;
    case nvinfer1::DataType::kINT8: return Type::i8;
    case nvinfer1::DataType::kINT32: return Type::i32;
    case nvinfer1::DataType::kBOOL: return Type::boolean;
    case nvinfer1::DataType::kUINT8: return Type::u8;
    default: return Type::none;
  }
}

inline nvinfer1::DataType to_tensorrt(Type t) {
  using nvinfer1::DataType;
  constexpr std::array map{DataType::kFLOAT, DataType::kHALF, DataType::kINT8,
                           DataType::kINT32, DataType::kBOOL, DataType::kUINT8};
  return map[static_cast<size_t>(t)];
}

inline Format from(nvinfer1::TensorFormat f) { return static_cast<Format>(f); }  // the same numbers
static_assert(static_cast<int>(Format::linear) ==
                  static_cast<int>(nvinfer1::TensorFormat::kLINEAR) &&
              static_cast<int>(Format::hwc8) == static_cast<int>(nvinfer1::TensorFormat::kHWC8) &&
              static_cast<int>(Format::chw32) == static_cast<int>(nvinfer1::TensorFormat::kCHW32) &&
              static_cast<int>(Format::hwc16) == static_cast<int>(nvinfer1::TensorFormat::kHWC16));

inline Shape from(nvinfer1::Dims const& d) {
  Shape s;
  for (int i = 0; i < d.nbDims; ++i) s.push_back(d.d[i]);
  return s;
}

inline Desc from(nvinfer1::PluginTensorDesc const& d) {
  return {from(d.type), from(d.format), from(d.dims), d.scale};
}

inline Kind from(nvinfer1::PluginFieldType t) {
  using nvinfer1::PluginFieldType;
  switch (t) {
    case PluginFieldType::kFLOAT16: return Kind::f16;
    case PluginFieldType::kFLOAT32: return Kind::f32;
    case PluginFieldType::kFLOAT64: return Kind::f64;
    case PluginFieldType::kINT8: return Kind::i8;
    case PluginFieldType::kINT16: return Kind::i16;
    case PluginFieldType::kINT32: return Kind::i32;
    case PluginFieldType::kCHAR: return Kind::chars;
    default: return Kind::unknown;
  }
}

// The type in which a creator announces an attribute.
inline nvinfer1::PluginFieldType field_type(std::string const& kind) {
  using nvinfer1::PluginFieldType;
  if (kind == "float" || kind == "floats") return PluginFieldType::kFLOAT32;
  if (kind == "int" || kind == "ints") return PluginFieldType::kINT32;
  return PluginFieldType::kCHAR;
}

// Throws Error for a collection that cannot be read at all.
std::vector<Field> from(nvinfer1::PluginFieldCollection const* fields);

}  // namespace trtp::trt

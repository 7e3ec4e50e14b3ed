// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nvinfer1 {

enum class PluginFieldType : int32_t {
  kFLOAT16 = 0,
  kFLOAT32 = 1,
  kFLOAT64 = 2,
  kINT8 = 3,
  kINT16 = 4,
  kINT32 = 5,
  kCHAR = 6,
  kDIMS = 7,
  kUNKNOWN = 8,
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
static_assert(sizeof(PluginField) == 24 && offsetof(PluginField, data) == 8 &&
              offsetof(PluginField, type) == 16 && offsetof(PluginField, length) == 20);

class PluginFieldCollection {
 public:
  int32_t nbFields;
  PluginField const* fields;
};
static_assert(sizeof(PluginFieldCollection) == 16 && offsetof(PluginFieldCollection, fields) == 8);

}  // namespace nvinfer1

#include "convert.h"

namespace trtp::trt {

std::vector<Field> from(nvinfer1::PluginFieldCollection const* fields) {
  std::vector<Field> out;
  if (!fields || fields->nbFields == 0) return out;
  if (fields->nbFields < 0 || !fields->fields) {
    fail("the field collection has ", fields->nbFields, " fields",
         fields->fields ? "" : " and null data");
  }
  for (int i = 0; i < fields->nbFields; ++i) {
    auto const& f = fields->fields[i];
    if (!f.name) fail("field ", i, " has no name");
    out.push_back({f.name, from(f.type), f.data, f.length});
  }
  return out;
}

}  // namespace trtp::trt

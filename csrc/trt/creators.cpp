#include "creators.h"

#include "library.h"

namespace trtp::trt {

// An object's first word points to its virtual function table, which lies in its library.
std::string library_of(nvinfer1::IPluginCreator const& creator) {
  return file_of(*reinterpret_cast<void const* const*>(&creator));
}

std::vector<CreatorInfo> creators() {
  int32_t count = 0;
  auto* const* list = library().registry().getPluginCreatorList(&count);
  auto const or_empty = [](char const* s) { return std::string(s ? s : ""); };
  std::vector<CreatorInfo> out;
  for (int32_t i = 0; i < count; ++i) {
    auto& c = *list[i];
    out.push_back({or_empty(c.getPluginName()), or_empty(c.getPluginVersion()),
                   or_empty(c.getPluginNamespace()), library_of(c)});
  }
  return out;
}

}  // namespace trtp::trt

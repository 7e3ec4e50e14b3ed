#include "operator.h"

namespace trtp::detail {

namespace {

// The layouts that TensorRT's own layers of this type produce.
bool usual(Type type, Format f) {
  switch (type) {
    case Type::f32: return f == Format::linear || f == Format::chw32 || f == Format::hwc;
    case Type::f16:
      return f == Format::linear || f == Format::chw2 || f == Format::hwc8 || f == Format::chw4 ||
             f == Format::chw16 || f == Format::chw32 || f == Format::dhwc8 ||
             f == Format::cdhw32 || f == Format::hwc16;
    case Type::i8:
      return f == Format::linear || f == Format::chw4 || f == Format::chw32 || f == Format::cdhw32;
    default: return f == Format::linear;
  }
}

}  // namespace

bool elementwise_format(int pos, Desc const* io) {
  return pos == 0 ? usual(io[0].type, io[0].format) : io[pos].format == io[0].format;
}

}  // namespace trtp::detail

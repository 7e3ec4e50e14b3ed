#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field.h"

namespace trtp {

// What a serialized plugin holds. Attributes are tagged by name, so that one added later keeps its
// default when an old blob is read; `schema` is the operator's, raised with every such addition, so
// that an older library refuses a blob whose attributes it does not know instead of guessing.
//
//   0  "TRTP"                 8  uint32 length of the whole
//   4  uint16 0x0102          12 uint32 CRC-32 of everything but these four bytes
//   6  uint16 format (1)      16 name, schema, present inputs and outputs, attributes
//
// Numbers are in the byte order of the machine that wrote them: a plan is bound to its kind of
// machine anyway.
struct Blob {
  std::string name;
  uint32_t schema = 1;
  uint32_t present = 0;  // bit i: formal input i was given
  uint32_t outputs = 0;  // bit i: formal output i is used
  std::vector<Field> fields;
};

std::string pack(std::string const& name, uint32_t schema, uint32_t present, uint32_t outputs,
                 Values const& values);

// The fields of the result point into `bytes`. Throws Error for anything that pack() did not write.
Blob unpack(std::string_view bytes);

// What a blob begins with, and the blob that `bytes` begin with and go on after; none if they do
// not, or it is damaged. For finding blobs within a plan.
extern std::string_view const blob_start;
std::optional<Blob> blob_at(std::string_view bytes);

}  // namespace trtp

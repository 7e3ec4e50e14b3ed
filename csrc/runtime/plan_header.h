#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "op/error.h"

namespace trtp::runtime {

// A plan that cannot be used here: of another version or GPU, damaged, or none at all. Says what
// was found and what was expected. The remedy is to build it anew.
struct __attribute__((visibility("default"))) PlanError : Error {
  using Error::Error;
};

// An operator of a plugin library made with this operator core, in a plan.
struct PlanOperator {
  std::string name;
  uint32_t version = 1;  // of its data; see Blob::schema

  bool operator==(PlanOperator const& o) const { return name == o.name && version == o.version; }
};

// What a plan needs, and where it comes from. What is not known is empty.
struct PlanHeader {
  std::string tensorrt;                // "8.6.0"
  std::string trtplugins;              // "0.1.0", of the one that wrote it
  std::string cuda;                    // "12.1", the newest that the driver of that machine serves
  std::string gpu;                     // "NVIDIA H200"
  std::string compute_capability;      // "9.0"
  std::string hardware_compatibility;  // "none", "ampere_plus": TensorRT's level
  std::vector<PlanOperator> operators;

  bool operator==(PlanHeader const& o) const;
};

// A file of ours is this header and then the plan. TensorRT's own tools read plans alone: its
// header states the size of the whole, so that nothing may stand before or after it.
//
//   0  "TRTPPLAN"                     16 uint64 size of the plan in bytes
//   8  uint16 0x0102, byte order      24 uint64 XXH64 of the plan
//   10 uint16 format (1)              32 uint64 XXH64 of the header without these eight bytes
//   12 uint32 offset of the plan      40 lines "key: value", then zeros up to the plan
//
// The plan begins at a multiple of 4096 bytes, a page.
std::string pack(PlanHeader const& header, std::string_view plan);

struct PlanParts {
  std::optional<PlanHeader> header;  // none: a bare plan
  std::string_view plan;             // of what was given
  uint64_t checksum = 0;             // XXH64 of the plan
};

// Throws PlanError for what is neither a plan of TensorRT nor one with a header, and for whatever
// is truncated or damaged as far as that can be told: of a bare plan, its length alone.
PlanParts unpack_plan(std::string_view bytes);

// Of a bare plan: the version of TensorRT that built it, "8.6.0", as TensorRT 8.6 and newer write
// it; "" if it is not stated.
std::string tensorrt_of(std::string_view plan);

// The operators whose data is in the plan, each once.
std::vector<PlanOperator> operators_in(std::string_view plan);

}  // namespace trtp::runtime

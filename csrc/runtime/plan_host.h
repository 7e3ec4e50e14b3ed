#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plan_header.h"

namespace trtp::runtime {

// An operator that this process has.
struct HostOperator {
  std::string name, alias;  // either may be in the plugin registry
  uint32_t version = 1;     // of the newest data that it reads
};

// What a plan is to run on. What is not known is empty, and is not compared.
struct PlanHost {
  std::string tensorrt;            // "8.6.0"
  std::string gpu;                 // "NVIDIA H200"
  std::string compute_capability;  // "9.0"
};

// Throws PlanError if the plan cannot run there: names what was found and what was expected. A plan
// of an older TensorRT passes if it could have been built to be version-compatible, and so does
// whatever a bare plan does not say: TensorRT then decides.
void check_plan(PlanParts const& plan, PlanHost const& host);

// What of the operators that a plan needs is missing or too old here, a line each, for the message
// when TensorRT has refused the plan; "" if nothing is. Registered: names in the plugin registry.
std::string missing_operators(std::vector<PlanOperator> const& needed,
                              std::vector<HostOperator> const& known,
                              std::vector<std::string> const& registered);

// The current device and TensorRT. Throws Error where there is none.
PlanHost this_host();

// For a plan that was built on the current device; operators are those whose data is in the plan.
PlanHeader header_for(std::string_view plan, std::string const& trtplugins_version,
                      std::string const& hardware_compatibility);

}  // namespace trtp::runtime

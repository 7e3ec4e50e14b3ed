#pragma once

#include <memory>
#include <vector>

#include "engine.h"
#include "plan_file.h"
#include "plan_host.h"

namespace trtp::runtime {

// The engine of a plan, checked first against TensorRT and the GPU that are here. Known: the
// operators of this library, to say which of those that the plan needs are missing. Throws
// PlanError if the plan cannot be used here, Error where there is no GPU.
std::shared_ptr<Engine> load_engine(PlanParts const& plan,
                                    std::shared_ptr<memory::DeviceMemoryResource> resource,
                                    Sink log, std::vector<HostOperator> const& known,
                                    bool host_code_allowed = false);

}  // namespace trtp::runtime

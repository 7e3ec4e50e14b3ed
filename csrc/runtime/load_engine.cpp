#include "load_engine.h"

#include <utility>

#include "memory/device.h"
#include "trt/creators.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

std::vector<std::string> registered_names() {
  std::vector<std::string> out;
  for (auto const& creator : trt::creators()) out.push_back(creator.name);
  return out;
}

}  // namespace

std::shared_ptr<Engine> load_engine(PlanParts const& plan,
                                    std::shared_ptr<memory::DeviceMemoryResource> resource,
                                    Sink log, std::vector<HostOperator> const& known,
                                    bool host_code_allowed) {
  trt::library();
  memory::require_device("loading an engine");
  check_plan(plan, this_host());
  try {
    return std::make_shared<Engine>(plan.plan.data(), plan.plan.size(), std::move(resource),
                                    std::move(log), host_code_allowed);
  } catch (PlanError const& e) {
    auto const needed = plan.header ? plan.header->operators : operators_in(plan.plan);
    throw PlanError(e.what() + missing_operators(needed, known, registered_names()));
  }
}

}  // namespace trtp::runtime

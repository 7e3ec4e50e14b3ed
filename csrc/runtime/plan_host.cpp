#include "plan_host.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstdio>

#include "memory/cuda_error.h"
#include "memory/device.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

// 8.6.1 is 80601; 0 if it is no version.
int number_of(std::string const& version) {
  int major = 0, minor = 0, patch = 0;
  auto const read = std::sscanf(version.c_str(), "%d.%d.%d", &major, &minor, &patch);
  return read >= 2 ? major * 10000 + minor * 100 + patch : 0;
}

constexpr int first_compatible = 80600;  // older plans cannot be version-compatible

void check_tensorrt(std::string const& found, std::string const& expected) {
  auto const plan = number_of(found), host = number_of(expected);
  if (plan == 0 || host == 0 || plan == host) return;
  if (plan < host && plan >= first_compatible) return;
  throw PlanError(text("it was built with TensorRT ", found, ", expected ", expected,
                       ", which is here: build it anew"));
}

void check_gpu(PlanHeader const& plan, PlanHost const& host) {
  if (plan.compute_capability.empty() || host.compute_capability.empty()) return;
  if (plan.compute_capability == host.compute_capability) return;
  bool const newer = number_of(host.compute_capability) >= number_of("8.0");
  if (plan.hardware_compatibility == "ampere_plus" && newer) return;
  throw PlanError(text("it was built for a GPU of compute capability ", plan.compute_capability,
                       " (", plan.gpu, "), expected ", host.compute_capability, " (", host.gpu,
                       "), which is here: build it anew"));
}

std::string two_parts(int version) { return text(version / 1000, ".", version % 1000 / 10); }

cudaDeviceProp properties() {
  cudaDeviceProp out{};
  memory::check(cudaGetDeviceProperties(&out, memory::current_device()),
                "cannot tell what the current device is");
  return out;
}

}  // namespace

void check_plan(PlanParts const& plan, PlanHost const& host) {
  check_tensorrt(plan.header ? plan.header->tensorrt : tensorrt_of(plan.plan), host.tensorrt);
  if (plan.header) check_gpu(*plan.header, host);
}

std::string missing_operators(std::vector<PlanOperator> const& needed,
                              std::vector<HostOperator> const& known,
                              std::vector<std::string> const& registered) {
  std::string out;
  auto const is_registered = [&](std::string const& name) {
    return std::find(registered.begin(), registered.end(), name) != registered.end();
  };
  for (auto const& op : needed) {
    auto const mine = std::find_if(known.begin(), known.end(),
                                   [&](HostOperator const& k) { return k.name == op.name; });
    if (!is_registered(op.name) && (mine == known.end() || !is_registered(mine->alias))) {
      out += text("\n  the plan needs the operator ", op.name, ", which is not registered: ",
                  mine == known.end() ? "load the plugin library that has it"
                                      : "call trtplugins.load(), or load libtrtplugins.so");
    } else if (mine != known.end() && op.version > mine->version) {
      out += text("\n  the plan needs the operator ", op.name, " with data of version ", op.version,
                  ", expected up to ", mine->version, ": it is of a newer trtplugins");
    }
  }
  return out;
}

PlanHost this_host() {
  auto const device = properties();
  return {trt::version_text(trt::library().version()), device.name,
          text(device.major, ".", device.minor)};
}

PlanHeader header_for(std::string_view plan, std::string const& trtplugins_version,
                      std::string const& hardware_compatibility) {
  auto const host = this_host();
  int driver = 0;
  memory::check(cudaDriverGetVersion(&driver), "cannot tell the driver's version");
  PlanHeader out;
  out.tensorrt = host.tensorrt;
  out.trtplugins = trtplugins_version;
  out.cuda = two_parts(driver);
  out.gpu = host.gpu;
  out.compute_capability = host.compute_capability;
  out.hardware_compatibility = hardware_compatibility;
  out.operators = operators_in(plan);
  return out;
}

}  // namespace trtp::runtime

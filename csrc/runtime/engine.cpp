#include "engine.h"

#include <algorithm>
#include <utility>

#include "dims.h"
#include "enum_names.h"
#include "memory/cuda_resource.h"
#include "memory/device.h"
#include "op/type.h"
#include "plan_header.h"
#include "plugin_lookup.h"
#include "trt/convert.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

[[noreturn]] void refuse_plan(Operation const& operation, size_t size) {
  try {
    operation.fail(text("TensorRT could not load the engine (a plan of ", size, " bytes)"));
  } catch (memory::OutOfMemory const&) {  // the plan may well be good
    throw;
  } catch (Error const& e) {
    throw PlanError(e.what());
  }
}

// Whether the outputs' shapes that the engine states hold in all profiles: TensorRT takes an extent
// that the first one fixes for a constant.
bool shapes_hold(std::vector<TensorInfo> const& tensors, int profiles) {
  auto const is_fixed_alike = [](TensorInfo const& t) {
    return !t.is_input || (!t.on_host && fixed_alike(t.profiles));  // on the host: values may be
  };
  return profiles < 2 || std::all_of(tensors.begin(), tensors.end(), is_fixed_alike);
}

}  // namespace

Engine::Engine(void const* plan, size_t size,
               std::shared_ptr<memory::DeviceMemoryResource> resource, Sink log,
               bool host_code_allowed)
    : resource_(std::move(resource)), log_(std::move(log)) {
  auto const& library = trt::library();
  memory::require_device("loading an engine");  // TensorRT 8.6's createInferRuntime would crash
  Operation const operation(log_);
  runtime_.reset(library.create_runtime(logger()));
  if (!runtime_) operation.fail("TensorRT could not create a runtime");
  if (host_code_allowed) {
    if (!library.at_least(8600)) {
      fail("host code in plans: expected TensorRT 8.6 or newer, this is ",
           trt::version_text(library.version()));
    }
    runtime_->setEngineHostCodeAllowed(true);
  }
  if (resource_) {
    allocator_ = std::make_unique<GpuAllocator>(resource_, "an engine");
    runtime_->setGpuAllocator(allocator_.get());
  } else {
    resource_ = std::make_shared<memory::CudaResource>();
  }
  {
    std::shared_lock<std::shared_mutex> const lock(plugin_lookup());
    engine_.reset(runtime_->deserializeCudaEngine(plan, size, nullptr));
  }
  if (!engine_) refuse_plan(operation, size);
  for (int i = 0; i < engine_->getNbIOTensors(); ++i)
    tensors_.push_back(describe(engine_->getIOTensorName(i)));
  if (!shapes_hold(tensors_, profile_count())) {
    for (auto& t : tensors_) {
      for (int i = 0; !t.is_input && i < t.shape.rank(); ++i) t.shape[i] = -1;
    }
  }
}

TensorInfo Engine::describe(char const* name) const {
  using nvinfer1::OptProfileSelector;
  TensorInfo out;
  out.name = name;
  out.dtype = name_of(trt::from(engine_->getTensorDataType(name)));
  out.shape = shape_of(engine_->getTensorShape(name));
  out.is_input = engine_->getTensorIOMode(name) == nvinfer1::TensorIOMode::kINPUT;
  out.on_host = engine_->getTensorLocation(name) == nvinfer1::TensorLocation::kHOST;
  auto const* const format = engine_->getTensorFormatDesc(name);
  out.format = format ? format : "";
  out.layout = name_of(engine_->getTensorFormat(name));
  for (int p = 0; out.is_input && p < profile_count(); ++p) {
    auto const shape = [&](OptProfileSelector s) {
      return shape_of(engine_->getProfileShape(name, p, s));
    };
    out.profiles.push_back({shape(OptProfileSelector::kMIN), shape(OptProfileSelector::kOPT),
                            shape(OptProfileSelector::kMAX)});
  }
  return out;
}

TensorInfo const& Engine::tensor(std::string const& name) const {
  for (auto const& t : tensors_) {
    if (t.name == name) return t;
  }
  std::string names;
  for (auto const& t : tensors_) names += text(names.empty() ? "'" : ", '", t.name, "'");
  fail("the engine has no tensor '", name, "'; expected one of ", names);
}

std::string Engine::name() const {
  auto const* const name = engine_->getName();
  return name ? name : "";
}

std::string Engine::hardware_compatibility() const {
  if (!trt::library().at_least(8600)) return "none";
  auto const level = engine_->getHardwareCompatibilityLevel();
  return level == nvinfer1::HardwareCompatibilityLevel::kNONE ? "none" : "ampere_plus";
}

std::unique_ptr<nvinfer1::IHostMemory> Engine::serialize() const {
  Operation const operation(log_);
  std::unique_ptr<nvinfer1::IHostMemory> out(engine_->serialize());
  if (!out) operation.fail("TensorRT could not serialize the engine");
  return out;
}

std::unique_ptr<nvinfer1::IExecutionContext> Engine::make_context(bool with_memory) {
  Operation const operation(log_);
  std::unique_ptr<nvinfer1::IExecutionContext> out(
      with_memory ? engine_->createExecutionContext()
                  : engine_->createExecutionContextWithoutDeviceMemory());
  if (!out) {
    operation.fail(text("TensorRT could not create an execution context, which takes ",
                        device_memory_size(), " bytes of device memory"));
  }
  return out;
}

}  // namespace trtp::runtime

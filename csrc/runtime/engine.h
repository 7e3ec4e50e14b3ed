#pragma once

#include <NvInfer.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "build_options.h"
#include "gpu_allocator.h"
#include "logger.h"

namespace trtp::runtime {

// An input or output of an engine.
struct TensorInfo {
  std::string name;
  std::string dtype;  // as numpy calls it
  Shape shape;        // -1: known once the shapes of the inputs are set
  bool is_input = false;
  bool on_host =
      false;           // its address is one of host memory: the values are extents of other tensors
  std::string format;  // TensorRT's description of the layout
  std::string layout;  // its name, see enum_names.h
  std::vector<Range> profiles;  // shapes admitted, per optimisation profile; empty for an output
};

// A deserialized plan. Thread-safe, except that a context belongs to one thread at a time.
class Engine {
 public:
  // The plan, without a header, need not outlive the call. Throws Error where there is no GPU,
  // OutOfMemory where the resource refuses, and PlanError with TensorRT's lines where the plan is
  // damaged, from another version of TensorRT or for another GPU, or needs a plugin that is not
  // registered. Host code: whether code in the plan may run, which version-compatible plans and
  // plans with plugin libraries have; 8.6.
  Engine(void const* plan, size_t size, std::shared_ptr<memory::DeviceMemoryResource> resource,
         Sink log, bool host_code_allowed = false);

  std::vector<TensorInfo> const& tensors() const { return tensors_; }
  // Throws Error that lists the names there are.
  TensorInfo const& tensor(std::string const& name) const;
  int profile_count() const { return engine_->getNbOptimizationProfiles(); }
  size_t device_memory_size() const { return engine_->getDeviceMemorySize(); }  // bytes per context
  std::string name() const;
  bool is_refittable() const { return engine_->isRefittable(); }
  std::string hardware_compatibility() const;  // "none" or "ampere_plus"

  std::unique_ptr<nvinfer1::IHostMemory> serialize() const;
  // Must not outlive the engine. Without memory of its own it has to be given some.
  std::unique_ptr<nvinfer1::IExecutionContext> make_context(bool with_memory = true);

  std::shared_ptr<memory::DeviceMemoryResource> const& resource() const {
    return resource_;
  }  // never null
  Sink const& log() const { return log_; }
  nvinfer1::ICudaEngine& native() { return *engine_; }

  // Contexts made before cannot be used once an engine has been refitted: their generation is then
  // no longer the engine's.
  void outdate_contexts() { ++generation_; }
  unsigned generation() const { return generation_; }

 private:
  TensorInfo describe(char const* name) const;

  std::shared_ptr<memory::DeviceMemoryResource> resource_;
  Sink log_;
  // In this order, since they go in the opposite one.
  std::unique_ptr<GpuAllocator> allocator_;
  std::unique_ptr<nvinfer1::IRuntime> runtime_;
  std::unique_ptr<nvinfer1::ICudaEngine> engine_;
  std::vector<TensorInfo> tensors_;
  std::atomic<unsigned> generation_{0};
};

}  // namespace trtp::runtime

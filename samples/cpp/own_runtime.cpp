// An application that uses TensorRT's own classes, and takes from trtplugins the operators and the
// device memory: one adapter makes a memory resource TensorRT's IGpuAllocator.
//
//     own_runtime MODEL.plan INPUT SHAPE FOLDER
//
// Runs the plan that build_and_run wrote and writes y.bin.

#include <NvInfer.h>
#include <trtplugins/trtplugins.h>

#include <cstdio>

#include "data.h"

namespace {

namespace memory = trtp::memory;
namespace runtime = trtp::runtime;

// The application's own functions; a framework's caching allocator would be called in the same way.
Resource application_memory() {
  memory::CallbackResource::Callbacks functions;
  functions.allocate = [](size_t size, cudaStream_t) {
    void* address = nullptr;
    return cudaMalloc(&address, size) == cudaSuccess ? address : nullptr;
  };
  functions.deallocate = [](void* address, size_t, cudaStream_t) { cudaFree(address); };
  functions.stream_ordered = false;
  return std::make_shared<memory::CallbackResource>("application", functions);
}

int run(char const* const* arguments) {
  std::string const path = arguments[0], input = arguments[1], folder = arguments[3];
  auto const shape = shape_from(arguments[2]);
  if (!initTrtPlugins(&runtime::logger(), "")) trtp::fail("the operators are not registered");
  auto const resource = std::make_shared<memory::TrackingResource>(application_memory());
  std::printf("memory: %s\n", resource->name());
  if (memory::device_count() == 0) {
    std::printf("No GPU here (%s): nothing is run.\n", memory::why_no_device().c_str());
    return 0;
  }
  size_t peak = 0;
  {
    // In this order, since they go in the opposite one: the allocator outlives what uses it.
    runtime::GpuAllocator allocator(resource, "this application");
    std::unique_ptr<nvinfer1::IRuntime> const tensorrt(
        trtp::trt::library().create_runtime(runtime::logger()));
    if (!tensorrt) trtp::fail("TensorRT could not create a runtime");
    tensorrt->setGpuAllocator(&allocator);
    auto const plan = runtime::PlanFile(path);
    std::unique_ptr<nvinfer1::ICudaEngine> const engine(
        tensorrt->deserializeCudaEngine(plan.plan().data(), plan.plan().size()));
    if (!engine) trtp::fail("TensorRT could not load ", path);
    std::unique_ptr<nvinfer1::IExecutionContext> const context(engine->createExecutionContext());
    if (!context) trtp::fail("TensorRT could not create a context");

    std::string output;
    for (int i = 0; i < engine->getNbIOTensors(); ++i) {
      auto const* const name = engine->getIOTensorName(i);
      if (engine->getTensorIOMode(name) == nvinfer1::TensorIOMode::kOUTPUT) output = name;
    }
    nvinfer1::Dims dims{};
    dims.nbDims = shape.rank();
    for (int i = 0; i < shape.rank(); ++i) dims.d[i] = static_cast<int32_t>(shape[i]);
    if (!context->setInputShape(input.c_str(), dims)) trtp::fail("TensorRT refuses the shape");
    auto const result = context->getTensorShape(output.c_str());
    size_t count = 1;
    for (int i = 0; i < result.nbDims; ++i) count *= static_cast<size_t>(result.d[i]);

    Stream const stream;
    Buffer x(resource, static_cast<size_t>(shape.volume()), stream);
    Buffer y(resource, count, stream);
    auto const values = values_for(shape);
    x.fill(values);
    context->setTensorAddress(input.c_str(), x.address());
    context->setTensorAddress(output.c_str(), y.address());
    if (!context->enqueueV3(stream)) trtp::fail("TensorRT could not run the engine");
    write(folder + "/y.bin", y.values());
    peak = resource->figures().peak;
  }
  auto const figures = resource->figures();
  std::printf("peak %zu bytes in %llu allocations; %zu left\n", peak,
              static_cast<unsigned long long>(figures.allocations), figures.live);
  return peak > 0 && figures.live == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::fprintf(stderr, "usage: %s MODEL.plan INPUT SHAPE FOLDER\n", arguments[0]);
    return 2;
  }
  try {
    return run(arguments + 1);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

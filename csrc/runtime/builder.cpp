#include "builder.h"

#include "builder_pool.h"
#include "gpu_allocator.h"
#include "memory/device.h"
#include "network_source.h"
#include "profiles.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

using nvinfer1::BuilderFlag;

void configure(nvinfer1::IBuilderConfig& config, BuildOptions const& options,
               Operation const& operation) {
  auto const& library = trt::library();
  if (options.fp16) config.setFlag(BuilderFlag::kFP16);
  if (!options.tf32) config.clearFlag(BuilderFlag::kTF32);
  if (options.refittable) config.setFlag(BuilderFlag::kREFIT);
  if (options.workspace)
    config.setMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE, *options.workspace);
  if (options.tactic_sources && !config.setTacticSources(*options.tactic_sources)) {
    operation.fail(text("TensorRT refuses the tactic sources ", *options.tactic_sources));
  }
  if (library.at_least(8600)) {
    // Contexts of one engine may then use the same profile at the same time.
    config.setPreviewFeature(nvinfer1::PreviewFeature::kPROFILE_SHARING_0806, true);
  }
  if (options.optimization_level) {
    if (!library.at_least(8600)) {
      fail("optimization_level: expected TensorRT 8.6 or newer, this is ",
           trt::version_text(library.version()));
    }
    auto const level = *options.optimization_level;
    if (level < 0 || level > 5) fail("optimization_level: expected 0 to 5, got ", level);
    config.setBuilderOptimizationLevel(level);
  }
}

Parser import(nvinfer1::INetworkDefinition& network, Model const& model,
              BuildOptions const& options, Operation const& operation) {
  if (options.format == "uff") return uff_import(network, model, options.bindings, operation);
  if (options.format != "onnx")
    fail("format: expected 'onnx' or 'uff', got '", options.format, "'");
  if (!options.bindings.inputs.empty() || !options.bindings.outputs.empty()) {
    fail("inputs and outputs are stated for UFF only: an ONNX model says its own");
  }
  return onnx_import(network, model, operation);
}

template <class T>
std::unique_ptr<T> expect(T* object, char const* what, Operation const& operation) {
  if (!object) operation.fail(text("TensorRT could not create ", what));
  return std::unique_ptr<T>(object);
}

std::unique_ptr<nvinfer1::IHostMemory> build(nvinfer1::IBuilder& builder, Model const& model,
                                             BuildOptions const& options,
                                             Operation const& operation) {
  // In this order, since they go in the opposite one.
  auto const explicit_batch =
      1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  auto const network = expect(builder.createNetworkV2(explicit_batch), "a network", operation);
  auto const config = expect(builder.createBuilderConfig(), "a builder configuration", operation);
  configure(*config, options, operation);
  auto const parser = import(*network, model, options, operation);
  if (network->getNbOutputs() == 0) {
    fail(model.description(), " has no outputs",
         options.format == "uff" ? "; name them with outputs=[...]"
                                 : ": it may not be an ONNX model");
  }
  add_profiles(builder, *network, *config, options.profiles, operation);

  std::unique_ptr<nvinfer1::IHostMemory> plan(builder.buildSerializedNetwork(*network, *config));
  if (!plan || plan->size() == 0)
    operation.fail(text("TensorRT could not build an engine for ", model.description()));
  return plan;
}

}  // namespace

std::unique_ptr<nvinfer1::IHostMemory> build(Model const& model, BuildOptions const& options) {
  memory::require_device("building an engine");  // TensorRT's own word for it is a number
  if (model.data && model.size == 0) fail("the model is empty");
  Operation const operation(options.log);
  if (!options.resource) {
    auto const builder = take_builder();
    if (!builder) operation.fail("TensorRT could not create a builder");
    return build(*builder, model, options, operation);
  }
  // A builder keeps memory of its allocator's, so this one is for this build alone. Beside another
  // one it is made at once, and what TensorRT loads for the first builder of a process stays:
  // loaded again and again it would leak.
  take_builder();
  GpuAllocator allocator(options.resource);
  auto const builder = expect(trt::library().create_builder(logger()), "a builder", operation);
  builder->setGpuAllocator(&allocator);
  return build(*builder, model, options, operation);
}

}  // namespace trtp::runtime

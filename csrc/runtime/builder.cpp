#include "builder.h"

#include <optional>

#include "builder_config.h"
#include "builder_pool.h"
#include "calibrator.h"
#include "dims.h"
#include "gpu_allocator.h"
#include "memory/device.h"
#include "network_source.h"
#include "profiles.h"
#include "timing_cache.h"
#include "trt/convert.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

Parser import(nvinfer1::INetworkDefinition& network, Model const& model,
              BuildOptions const& options, Operation const& operation) {
  if (options.format == "uff") return uff_import(network, model, options.bindings, operation);
  if (options.format == "caffe")
    return caffe_import(network, model, options.weights, options.bindings, operation);
  if (options.format != "onnx")
    fail("format: expected 'onnx', 'uff' or 'caffe', got '", options.format, "'");
  if (!options.bindings.inputs.empty() || !options.bindings.outputs.empty()) {
    fail("inputs and outputs are stated for UFF and Caffe only: an ONNX model says its own");
  }
  return onnx_import(network, model, operation);
}

template <class T>
std::unique_ptr<T> expect(T* object, char const* what, Operation const& operation) {
  if (!object) operation.fail(text("TensorRT could not create ", what));
  return std::unique_ptr<T>(object);
}

// Calibration runs at the optimum of its profile, and in float32 whatever type an input has later.
std::vector<CalibrationInput> calibration_inputs(nvinfer1::INetworkDefinition const& network,
                                                 BuildOptions const& options) {
  std::vector<CalibrationInput> out;
  for (int i = 0; i < network.getNbInputs(); ++i) {
    auto const& tensor = *network.getInput(i);
    auto const type = tensor.getType();
    bool const whole = type == nvinfer1::DataType::kINT32 || type == nvinfer1::DataType::kBOOL;
    CalibrationInput input{tensor.getName(), whole ? name_of(trt::from(type)) : "float32",
                           shape_of(tensor.getDimensions())};
    auto const* const profile = options.calibration_profile ? &*options.calibration_profile
                                : options.profiles.empty()  ? nullptr
                                                            : &options.profiles.front();
    if (profile && !tensor.isShapeTensor()) {
      auto const it = profile->find(input.name);
      if (it != profile->end()) input.shape = it->second[1];
    }
    out.push_back(std::move(input));
  }
  return out;
}

void check_cancellation(BuildOptions const& options) {
  if (options.cancellation) options.cancellation->check();
}

std::unique_ptr<nvinfer1::IHostMemory> import_and_build(nvinfer1::IBuilder& builder,
                                                        Model const& model,
                                                        BuildOptions const& options,
                                                        Operation const& operation) {
  // In this order, since they go in the opposite one.
  auto const explicit_batch =
      1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  auto const network = expect(builder.createNetworkV2(explicit_batch), "a network", operation);
  auto const parser = import(*network, model, options, operation);
  if (network->getNbOutputs() == 0) {
    fail(model.description(), " has no outputs",
         options.format == "onnx" ? ": it may not be an ONNX model"
                                  : "; name them with outputs=[...]");
  }
  return build(builder, *network, options, operation);
}

}  // namespace

std::unique_ptr<nvinfer1::IHostMemory> build(nvinfer1::IBuilder& builder,
                                             nvinfer1::INetworkDefinition& network,
                                             BuildOptions const& options,
                                             Operation const& operation) {
  check_cancellation(options);
  // In this order, since they go in the opposite one: the configuration refers to the others.
  std::optional<Calibrator> calibrator;
  std::optional<TimingCache> times;
  auto const config = expect(builder.createBuilderConfig(), "a builder configuration", operation);
  configure(builder, *config, options, operation);
  configure(network, *config, options, operation);
  add_profiles(builder, network, *config, options.profiles, operation);
  if (options.calibration_profile) {
    within("calibration_profile", [&] {
      set_calibration_profile(builder, network, *config, *options.calibration_profile, operation);
    });
  }
  if (options.calibration) {
    calibrator.emplace(*options.calibration, calibration_inputs(network, options), digest(network),
                       trt::library().version(), options.cancellation);
    config->setInt8Calibrator(&calibrator->tensorrt());
  }
  if (!options.timing_cache.empty()) times.emplace(*config, options.timing_cache);

  std::unique_ptr<nvinfer1::IHostMemory> plan(builder.buildSerializedNetwork(network, *config));
  if (calibrator) calibrator->rethrow();
  check_cancellation(options);
  if (!plan || plan->size() == 0) operation.fail("TensorRT could not build an engine");
  if (times) times->save();
  return plan;
}

std::unique_ptr<nvinfer1::IHostMemory> build(Model const& model, BuildOptions const& options) {
  check(options);
  memory::require_device("building an engine");  // TensorRT's own word for it is a number
  if (model.data && model.size == 0) fail("the model is empty");
  Operation const operation(options.log);
  if (!options.resource) {
    auto const builder = take_builder();
    if (!builder) operation.fail("TensorRT could not create a builder");
    return import_and_build(*builder, model, options, operation);
  }
  // A builder keeps memory of its allocator's, so this one is for this build alone. Beside another
  // one it is made at once, and what TensorRT loads for the first builder of a process stays:
  // loaded again and again it would leak.
  take_builder();
  GpuAllocator memory(options.resource, "the builder");
  HoldingAllocator allocator(memory);
  auto const builder = expect(trt::library().create_builder(logger()), "a builder", operation);
  builder->setGpuAllocator(&allocator);
  return import_and_build(*builder, model, options, operation);
}

}  // namespace trtp::runtime

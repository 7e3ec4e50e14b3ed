// From an ONNX model to a plan file to outputs, through trtp::runtime, with device memory that is
// counted and limited.
//
//     build_and_run MODEL.onnx INPUT MIN OPT MAX FOLDER
//
// for example build_and_run mlp_block.onnx x 1x128x192 8x128x192 64x128x192 . - a model with one
// float32 input and one float32 output. Writes model.plan and, as raw numbers, x.bin and y.bin.

#include <trtplugins/trtplugins.h>

#include <cmath>
#include <cstdio>

#include "data.h"

namespace {

namespace memory = trtp::memory;
namespace runtime = trtp::runtime;

std::vector<float> run(std::shared_ptr<runtime::Engine> const& engine, std::string const& input,
                       trtp::Shape const& shape, Resource const& resource) {
  std::string output;
  for (auto const& tensor : engine->tensors()) {
    if (tensor.dtype != "float32")
      trtp::fail("tensor '", tensor.name, "': expected float32, got ", tensor.dtype);
    if (!tensor.is_input) output = tensor.name;
  }
  Stream const stream;
  runtime::Context context(engine);
  context.set_shape(input, shape);
  auto const count = context.shape(output).volume();
  Buffer x(resource, static_cast<size_t>(shape.volume()), stream);
  Buffer y(resource, static_cast<size_t>(count), stream);
  auto const values = values_for(shape);
  x.fill(values);
  context.set_address(input, x.address());
  context.set_address(output, y.address());
  context.enqueue(stream);
  return y.values();
}

int build_and_run(char const* const* arguments) {
  std::string const model_path = arguments[0], input = arguments[1], folder = arguments[5];
  auto const least = shape_from(arguments[2]), usual = shape_from(arguments[3]),
             most = shape_from(arguments[4]);

  // Before a model is parsed or a plan is deserialized.
  if (!initTrtPlugins(&runtime::logger(), "")) trtp::fail("the operators are not registered");
  std::printf("TensorRT %s with the operators of trtplugins\n",
              trtp::trt::version_text(trtp::trt::library().version()).c_str());
  if (memory::device_count() == 0) {
    std::printf("No GPU here (%s): nothing is built.\n", memory::why_no_device().c_str());
    return 0;
  }

  auto const arena =
      std::make_shared<memory::ArenaResource>(std::make_shared<memory::CudaResource>(), 64U << 20U);
  auto const resource = std::make_shared<memory::TrackingResource>(
      std::make_shared<memory::LimitResource>(arena, size_t{4} << 30U));

  runtime::Model model;
  model.path = model_path;
  runtime::BuildOptions options;
  options.profiles = {{{input, {least, usual, most}}}};
  options.workspace = size_t{256} << 20U;
  options.tactic_sources = 0;  // so that cuBLAS and cuDNN need not be installed
  options.resource = resource;
  resource->push_tag("build");
  auto const built = runtime::build(model, options);
  resource->pop_tag();

  std::string_view const plan(static_cast<char const*>(built->data()), built->size());
  auto const path = folder + "/model.plan";
  runtime::write_plan(path, plan, runtime::header_for(plan, "", "none"));
  std::printf("built %s: %zu bytes\n", path.c_str(), plan.size());

  auto const first =
      std::make_shared<runtime::Engine>(plan.data(), plan.size(), resource, runtime::Sink{});
  runtime::PlanFile const file(path);  // mapped, and refused with a reason if it cannot be used
  auto const loaded = runtime::load_engine(file.parts(), resource, {}, {});
  auto const y = run(loaded, input, usual, resource);
  bool const same = y == run(first, input, usual, resource);
  bool finite = !y.empty();
  for (auto const value : y) finite = finite && std::isfinite(value);
  write(folder + "/x.bin", values_for(usual));
  write(folder + "/y.bin", y);
  for (auto const& [tag, figures] : resource->tags()) {
    std::printf("memory%s%s: peak %.2f MiB in %llu allocations\n", tag.empty() ? "" : " of the ",
                tag.c_str(), static_cast<double>(figures.peak) / 1048576.0,
                static_cast<unsigned long long>(figures.allocations));
  }
  std::printf("loaded engine: same output %s, %zu values, all finite: %s\n", same ? "yes" : "no",
              y.size(), finite ? "yes" : "no");
  return same && finite ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 7) {
    std::fprintf(stderr, "usage: %s MODEL.onnx INPUT MIN OPT MAX FOLDER\n", arguments[0]);
    return 2;
  }
  try {
    return build_and_run(arguments + 1);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

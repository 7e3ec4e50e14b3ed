// Runs a plan where there is no Python.
//
//     serve MODEL.plan INPUT FOLDER PLUGINS.so...
//
// A plan with one input and one output, of static shape or shaped as the first profile's optimum.
// Reads FOLDER/x.bin and writes FOLDER/y.bin, raw elements.

#include <cuda_runtime_api.h>
#include <dlfcn.h>
#include <trtplugins/memory.h>
#include <trtplugins/runtime.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>

namespace {

namespace memory = trtp::memory;
namespace runtime = trtp::runtime;

size_t bytes_of(std::string const& dtype) {
  static std::map<std::string, size_t> const sizes{{"float32", 4}, {"float16", 2}, {"int32", 4},
                                                   {"int8", 1},    {"uint8", 1},   {"bool", 1}};
  return sizes.at(dtype);
}

void check(cudaError_t status) {
  if (status != cudaSuccess) trtp::fail("CUDA: ", cudaGetErrorString(status));
}

std::string read(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) trtp::fail("cannot read ", path);
  return {std::istreambuf_iterator<char>(file), {}};
}

int serve(std::vector<std::string> const& arguments) {
  auto const &plan = arguments[0], &input = arguments[1], &folder = arguments[2];
  for (size_t i = 3; i < arguments.size(); ++i) {
    // Loading one registers its operators; it must be there before the plan is deserialized.
    if (!dlopen(arguments[i].c_str(), RTLD_NOW | RTLD_LOCAL)) trtp::fail(dlerror());
  }
  runtime::PlanFile const file(plan);
  std::printf("%s: %zu bytes, sound\n", plan.c_str(), file.plan().size());
  if (memory::device_count() == 0) {
    std::printf("No GPU here (%s): nothing is run.\n", memory::why_no_device().c_str());
    return 0;
  }
  auto const pool = std::make_shared<memory::AsyncPoolResource>();
  auto const engine = runtime::load_engine(file.parts(), pool, {}, {});
  runtime::Context context(engine);
  auto const& in = engine->tensor(input);
  context.set_shape(input, in.profiles.at(0)[1]);
  cudaStream_t stream = nullptr;
  check(cudaStreamCreate(&stream));
  std::map<std::string, std::pair<void*, size_t>> buffers;
  for (auto const& tensor : engine->tensors()) {
    auto const elements = static_cast<size_t>(context.shape(tensor.name).volume());
    auto const size = elements * bytes_of(tensor.dtype);
    auto* const address = pool->allocate(size, pool->natural_alignment, stream);
    buffers[tensor.name] = {address, size};
    context.set_address(tensor.name, address);
    if (!tensor.is_input) continue;
    auto const data = read(folder + "/x.bin");
    if (data.size() != size) trtp::fail("x.bin: expected ", size, " bytes, got ", data.size());
    check(cudaMemcpy(address, data.data(), size, cudaMemcpyHostToDevice));
  }
  context.enqueue(stream);
  for (auto const& tensor : engine->tensors()) {
    auto const [address, size] = buffers.at(tensor.name);
    if (!tensor.is_input) {
      std::string data(size, '\0');
      check(cudaMemcpyAsync(data.data(), address, size, cudaMemcpyDeviceToHost, stream));
      check(cudaStreamSynchronize(stream));
      std::ofstream(folder + "/y.bin", std::ios::binary) << data;
      std::printf("'%s': %zu bytes\n", tensor.name.c_str(), size);
    }
    pool->deallocate(address, size, pool->natural_alignment, stream);
  }
  check(cudaStreamSynchronize(stream));
  check(cudaStreamDestroy(stream));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: %s MODEL.plan INPUT FOLDER PLUGINS.so...\n", arguments[0]);
    return 2;
  }
  try {
    return serve({arguments + 1, arguments + count});
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

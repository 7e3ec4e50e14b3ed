// LeNet-5 defined layer by layer through trtp::runtime::Network, built, run, and checked against
// the same network in plain loops.

#include <cuda_runtime_api.h>
#include <trtplugins/memory.h>
#include <trtplugins/runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

namespace runtime = trtp::runtime;
using Values = std::vector<float>;
using Weights = std::map<std::string, Values>;

constexpr int classes = 10, side = 28, batch = 3;
constexpr double tolerance = 1e-4;

void check(cudaError_t status) {
  if (status != cudaSuccess) trtp::fail("CUDA: ", cudaGetErrorString(status));
}

Values random(size_t count, float scale, unsigned seed) {
  std::mt19937 generator(seed);
  Values out(count);
  for (auto& value : out) {
    auto const unit = static_cast<float>(generator() >> 8U) / 8388608.F - 1.F;
    value = scale * unit;
  }
  return out;
}

// As one would load them from a file; they have to stay until the engine is built.
Weights make_weights() {
  return {{"conv1", random(20 * 1 * 25, 0.3F, 1)},   {"conv1.bias", random(20, 0.1F, 2)},
          {"conv2", random(50 * 20 * 25, 0.08F, 3)}, {"conv2.bias", random(50, 0.1F, 4)},
          {"fc1", random(500 * 800, 0.06F, 5)},      {"fc1.bias", random(500, 0.1F, 6)},
          {"fc2", random(classes * 500, 0.08F, 7)},  {"fc2.bias", random(classes, 0.1F, 8)}};
}

runtime::WeightValues of(Values const& values) {
  return {trtp::Type::f32, values.data(), static_cast<int64_t>(values.size())};
}

// Images x (n, 1, 28, 28) to probabilities y (n, 10).
runtime::Network define(Weights const& weights) {
  using nvinfer1::MatrixOperation;
  runtime::Network net;
  auto x = net.add_input("x", nvinfer1::DataType::kFLOAT, {-1, 1, side, side});
  for (auto const& [name, maps] : {std::pair{"conv1", 20}, std::pair{"conv2", 50}}) {
    runtime::ConvolutionOptions convolution;
    convolution.name = name;
    auto const bias = std::string(name) + ".bias";
    x = net.add_convolution_nd(x, maps, {5, 5}, of(weights.at(name)), of(weights.at(bias)),
                               convolution)
            .output();
    runtime::PoolingOptions pooling;
    pooling.stride = {2, 2};
    x = net.add_pooling_nd(x, nvinfer1::PoolingType::kMAX, {2, 2}, pooling).output();
  }
  runtime::ShuffleOptions flatten;
  flatten.reshape = trtp::Shape{-1, 800};
  x = net.add_shuffle(x, flatten).output();
  auto const dense = [&](std::string const& name, int outputs, int inputs) {
    auto const kernel = net.add_constant({outputs, inputs}, of(weights.at(name))).output();
    auto const bias = net.add_constant({1, outputs}, of(weights.at(name + ".bias"))).output();
    runtime::LayerOptions options;
    options.name = name;
    auto const product = net.add_matrix_multiply(x, MatrixOperation::kNONE, kernel,
                                                 MatrixOperation::kTRANSPOSE, options)
                             .output();
    x = net.add_elementwise(product, bias, nvinfer1::ElementWiseOperation::kSUM).output();
  };
  dense("fc1", 500, 800);
  x = net.add_activation(x, nvinfer1::ActivationType::kRELU).output();
  dense("fc2", classes, 500);
  auto y = net.add_softmax(x, 1).output();
  y.set_name("y");
  net.mark_output(y);
  return net;
}

// Of one image: a convolution with 5 x 5 kernels, then the largest of every 2 x 2.
Values convolved_and_pooled(Values const& in, int channels, int extent, int maps,
                            Values const& kernel, Values const& bias) {
  auto const at = [](int c, int rows, int i, int j) {
    return static_cast<size_t>((c * rows + i) * rows + j);
  };
  int const convolved = extent - 4, pooled = convolved / 2;
  Values out(static_cast<size_t>(maps * pooled * pooled), -1e30F);
  for (int m = 0; m < maps; ++m) {
    for (int i = 0; i < convolved; ++i) {
      for (int j = 0; j < convolved; ++j) {
        double sum = bias[static_cast<size_t>(m)];
        for (int c = 0; c < channels; ++c) {
          for (int a = 0; a < 5; ++a) {
            for (int b = 0; b < 5; ++b) {
              auto const k = at(m * channels + c, 5, a, b);
              sum += static_cast<double>(in[at(c, extent, i + a, j + b)]) *
                     static_cast<double>(kernel[k]);
            }
          }
        }
        auto& largest = out[at(m, pooled, i / 2, j / 2)];
        largest = std::max(largest, static_cast<float>(sum));
      }
    }
  }
  return out;
}

Values dense(Values const& in, Values const& kernel, Values const& bias) {
  Values out(bias);
  for (size_t o = 0; o < out.size(); ++o) {
    double sum = bias[o];
    for (size_t i = 0; i < in.size(); ++i)
      sum += static_cast<double>(in[i]) * static_cast<double>(kernel[o * in.size() + i]);
    out[o] = static_cast<float>(sum);
  }
  return out;
}

Values expected_of(Weights const& w, Values const& image) {
  auto h = convolved_and_pooled(image, 1, side, 20, w.at("conv1"), w.at("conv1.bias"));
  h = convolved_and_pooled(h, 20, 12, 50, w.at("conv2"), w.at("conv2.bias"));
  h = dense(h, w.at("fc1"), w.at("fc1.bias"));
  for (auto& value : h) value = std::max(value, 0.F);
  h = dense(h, w.at("fc2"), w.at("fc2.bias"));
  auto const most = *std::max_element(h.begin(), h.end());
  float sum = 0;
  for (auto& value : h) sum += value = std::exp(value - most);
  for (auto& value : h) value /= sum;
  return h;
}

Values run(std::shared_ptr<runtime::Engine> const& engine, Values const& x) {
  auto const& resource = engine->resource();
  auto const bytes = [](size_t count) { return count * sizeof(float); };
  Values y(batch * classes);
  cudaStream_t stream = nullptr;
  check(cudaStreamCreate(&stream));
  auto* const in = resource->allocate(bytes(x.size()), 256, stream);
  auto* const out = resource->allocate(bytes(y.size()), 256, stream);
  {
    runtime::Context context(engine);
    context.set_shape("x", {batch, 1, side, side});
    context.set_address("x", in);
    context.set_address("y", out);
    check(cudaMemcpyAsync(in, x.data(), bytes(x.size()), cudaMemcpyHostToDevice, stream));
    context.enqueue(stream);
    check(cudaMemcpyAsync(y.data(), out, bytes(y.size()), cudaMemcpyDeviceToHost, stream));
    check(cudaStreamSynchronize(stream));
  }
  resource->deallocate(in, bytes(x.size()), 256, stream);
  resource->deallocate(out, bytes(y.size()), 256, stream);
  check(cudaStreamDestroy(stream));
  return y;
}

int lenet() {
  if (trtp::memory::device_count() == 0) {
    std::printf("No GPU here: TensorRT engines need one.\n");
    return 0;
  }
  auto const weights = make_weights();
  auto network = define(weights);
  for (auto const& layer : network.layers()) {
    std::printf("  %-40s %s\n", layer.name().c_str(),
                trtp::to_string(layer.output().shape()).c_str());
  }
  runtime::BuildOptions options;
  options.profiles = {{{"x",
                        {trtp::Shape{1, 1, side, side}, trtp::Shape{batch, 1, side, side},
                         trtp::Shape{8, 1, side, side}}}}};
  options.tf32 = false;
  options.tactic_sources = 0;  // so that cuBLAS and cuDNN need not be installed
  auto const plan = network.build(options);
  auto const engine = std::make_shared<runtime::Engine>(
      plan->data(), plan->size(), std::make_shared<trtp::memory::CudaResource>(), runtime::Sink{});

  auto const x = random(batch * side * side, 1.F, 9);
  auto const y = run(engine, x);
  double error = 0;
  for (int n = 0; n < batch; ++n) {
    auto const begin = x.begin() + n * side * side;
    auto const expected = expected_of(weights, Values(begin, begin + side * side));
    auto const* const got = y.data() + n * classes;
    for (int c = 0; c < classes; ++c) {
      auto const difference =
          std::abs(static_cast<double>(got[c] - expected[static_cast<size_t>(c)]));
      error = std::max(error, difference);
    }
    std::printf("image %d: class %td\n", n, std::max_element(got, got + classes) - got);
  }
  std::printf("largest error %.1e: %s\n", error, error <= tolerance ? "all right" : "WRONG");
  return error <= tolerance ? 0 : 1;
}

}  // namespace

int main() {
  try {
    return lenet();
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

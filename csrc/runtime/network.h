#pragma once

#include <NvInfer.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "build_options.h"
#include "memory/device_memory_resource.h"
#include "network_layer.h"
#include "network_loop.h"
#include "network_options.h"
#include "network_tensor.h"
#include "plugin.h"
#include "weight_values.h"

namespace trtp::runtime {

// A network definition, explicit-batch, with a builder of its own. The functions that add layers
// are TensorRT's INetworkDefinition's. They throw Error naming the layer, the argument, what was
// expected and what came; if TensorRT refused it, with TensorRT's lines, and then the network may
// have kept the layer: define it anew. For one thread at a time; nothing may be called while the
// network is being built.
//
// Copies are of the same network, which lives as long as one of them, or a Tensor or Layer of it.
class Network {
 public:
  using DataType = nvinfer1::DataType;
  using Resource = std::shared_ptr<memory::DeviceMemoryResource>;

  // On the current GPU. `resource`: of the device memory for building; null: TensorRT's own. `log`
  // receives TensorRT's lines. Throws Error where there is no GPU.
  explicit Network(Resource const& resource = nullptr, Sink log = {});

  std::string name() const;
  void set_name(std::string const& name);
  Resource const& resource() const;

  // -1: an extent that profiles give.
  Tensor add_input(std::string const& name, DataType type, Shape const& shape);
  void mark_output(Tensor const& tensor);
  void mark_output_for_shapes(Tensor const& tensor);  // in host memory, of a shape tensor
  void unmark_output(Tensor const& tensor);

  std::vector<Tensor> inputs() const;
  std::vector<Tensor> outputs() const;
  std::vector<Layer> layers() const;

  // Weights. Whoever has them keeps them until the last build; see WeightValues::owner.

  // Input (N, C, spatial...), 2 or 3 spatial dimensions; kernel (num_output_maps, C / groups,
  // kernel_shape...), bias (num_output_maps,) or none.
  Layer add_convolution_nd(Tensor const& input, int num_output_maps, Shape const& kernel_shape,
                           WeightValues const& kernel, WeightValues const& bias = {},
                           ConvolutionOptions const& options = {});
  // Kernel (C, num_output_maps / groups, kernel_shape...).
  Layer add_deconvolution_nd(Tensor const& input, int num_output_maps, Shape const& kernel_shape,
                             WeightValues const& kernel, WeightValues const& bias = {},
                             ConvolutionOptions const& options = {});
  Layer add_pooling_nd(Tensor const& input, nvinfer1::PoolingType type, Shape const& window_size,
                       PoolingOptions const& options = {});
  // Input (..., C, H, W) to (..., num_outputs, 1, 1); kernel (num_outputs, C * H * W).
  Layer add_fully_connected(Tensor const& input, int num_outputs, WeightValues const& kernel,
                            WeightValues const& bias = {}, LayerOptions const& options = {});
  // (input * scale + shift) ** power; a number, one per channel or one per element of a batch
  // entry; none: 1, 0, 1.
  Layer add_scale_nd(Tensor const& input, nvinfer1::ScaleMode mode, WeightValues const& shift,
                     WeightValues const& scale, WeightValues const& power = {},
                     ScaleOptions const& options = {});
  Layer add_constant(Shape const& shape, WeightValues const& weights,
                     LayerOptions const& options = {});
  // By this name a refitter knows weights that the network has been given.
  void set_weights_name(WeightValues const& weights, std::string const& name);

  // Elements.
  Layer add_activation(Tensor const& input, nvinfer1::ActivationType type,
                       ActivationOptions const& options = {});
  Layer add_unary(Tensor const& input, nvinfer1::UnaryOperation operation,
                  LayerOptions const& options = {});
  // Of one rank; extents of 1 are repeated.
  Layer add_elementwise(Tensor const& input1, Tensor const& input2,
                        nvinfer1::ElementWiseOperation operation, LayerOptions const& options = {});
  Layer add_parametric_relu(Tensor const& input, Tensor const& slopes,
                            LayerOptions const& options = {});
  Layer add_select(Tensor const& condition, Tensor const& then_input, Tensor const& else_input,
                   LayerOptions const& options = {});
  Layer add_identity(Tensor const& input, LayerOptions const& options = {});
  Layer add_cast(Tensor const& input, DataType to_type, LayerOptions const& options = {});
  // `scale`: a constant of float32, () or (1,) or with `axis` one per index; axis as quantised.
  Layer add_quantize(Tensor const& input, Tensor const& scale, std::optional<int> axis = {},
                     LayerOptions const& options = {});
  Layer add_dequantize(Tensor const& input, Tensor const& scale, std::optional<int> axis = {},
                       LayerOptions const& options = {});

  // Reductions and products. Axes may be negative: from the last.
  Layer add_softmax(Tensor const& input, int axis, LayerOptions const& options = {});
  Layer add_reduce(Tensor const& input, nvinfer1::ReduceOperation operation,
                   std::vector<int> const& axes, bool keep_dims, LayerOptions const& options = {});
  // Outputs: values and indices, sorted.
  Layer add_topk(Tensor const& input, nvinfer1::TopKOperation operation, int k, int axis,
                 LayerOptions const& options = {});
  Layer add_matrix_multiply(Tensor const& input0, nvinfer1::MatrixOperation op0,
                            Tensor const& input1, nvinfer1::MatrixOperation op1,
                            LayerOptions const& options = {});

  // Shapes.
  Layer add_shuffle(Tensor const& input, ShuffleOptions const& options = {});
  Layer add_slice(Tensor const& input, Shape const& start, Shape const& size, Shape const& stride,
                  SliceOptions const& options = {});
  Layer add_concatenation(std::vector<Tensor> const& inputs, AxisOptions const& options = {});
  Layer add_gather(Tensor const& data, Tensor const& indices, GatherOptions const& options = {});
  Layer add_resize(Tensor const& input, ResizeOptions const& options = {});
  Layer add_shape(Tensor const& input, LayerOptions const& options = {});

  Loop add_loop(std::string const& name = "");

  // A plugin of TensorRT's registry, anybody's: an operator of this library by its name or its
  // alias ("TRTP_" + name, which admits a field "present_inputs"). Fields that are not given have
  // the creator's defaults.
  Layer add_plugin_v2(std::vector<Tensor> const& inputs, std::string const& name,
                      std::string const& version = "1", std::string const& namespace_name = "",
                      std::vector<PluginField> const& fields = {},
                      LayerOptions const& options = {});

  // The engine's plan, as build() of a model. options.resource has to be null or resource(). May be
  // called again, with other options: what they say of the network's tensors and layers stays.
  std::unique_ptr<nvinfer1::IHostMemory> build(BuildOptions const& options);

  // A digest of all weights, 16 hexadecimal digits.
  std::string weights_digest() const;

  nvinfer1::INetworkDefinition& tensorrt() const;

 private:
  template <class Make>
  Layer add(char const* function, LayerOptions const& options, Make&& make);

  std::shared_ptr<NetworkState> state_;
};

}  // namespace trtp::runtime

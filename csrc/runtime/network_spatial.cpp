// Convolution, pooling, resize: layers over spatial dimensions.

#include "network_add.h"

namespace trtp::runtime {

namespace {

// What windows have in common.
template <class L>
void set_window(L& layer, WindowOptions const& o) {
  if (o.stride.rank() > 0) layer.setStrideNd(dims_of(o.stride));
  if (o.padding.rank() > 0) layer.setPaddingNd(dims_of(o.padding));
  if (o.pre_padding.rank() > 0) layer.setPrePadding(dims_of(o.pre_padding));
  if (o.post_padding.rank() > 0) layer.setPostPadding(dims_of(o.post_padding));
  layer.setPaddingMode(o.padding_mode);
}

template <class L>
L* set_convolution(L* layer, ConvolutionOptions const& o) {
  if (!layer) return layer;
  set_window(*layer, o);
  if (o.dilation.rank() > 0) layer->setDilationNd(dims_of(o.dilation));
  layer->setNbGroups(o.num_groups);
  return layer;
}

}  // namespace

Layer Network::add_convolution_nd(Tensor const& input, int num_output_maps,
                                  Shape const& kernel_shape, WeightValues const& kernel,
                                  WeightValues const& bias, ConvolutionOptions const& options) {
  return add("add_convolution_nd", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    check_convolution(input.shape(), num_output_maps, kernel_shape, kernel, bias, options, false);
    return set_convolution(
        state_->network->addConvolutionNd(x, num_output_maps, dims_of(kernel_shape),
                                          state_->keep(kernel), state_->keep(bias, kernel.type)),
        options);
  });
}

Layer Network::add_deconvolution_nd(Tensor const& input, int num_output_maps,
                                    Shape const& kernel_shape, WeightValues const& kernel,
                                    WeightValues const& bias, ConvolutionOptions const& options) {
  return add("add_deconvolution_nd", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    check_convolution(input.shape(), num_output_maps, kernel_shape, kernel, bias, options, true);
    return set_convolution(
        state_->network->addDeconvolutionNd(x, num_output_maps, dims_of(kernel_shape),
                                            state_->keep(kernel), state_->keep(bias, kernel.type)),
        options);
  });
}

Layer Network::add_pooling_nd(Tensor const& input, nvinfer1::PoolingType type,
                              Shape const& window_size, PoolingOptions const& options) {
  return add("add_pooling_nd", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    check_window(input.shape(), window_size, options, "window_size", false);
    auto* const layer = state_->network->addPoolingNd(x, type, dims_of(window_size));
    if (!layer) return layer;
    set_window(*layer, options);
    if (type == nvinfer1::PoolingType::kMAX_AVERAGE_BLEND)
      layer->setBlendFactor(options.blend_factor);
    if (type != nvinfer1::PoolingType::kMAX)
      layer->setAverageCountExcludesPadding(options.average_count_excludes_padding);
    return layer;
  });
}

Layer Network::add_resize(Tensor const& input, ResizeOptions const& options) {
  return add("add_resize", options, [&](Operation const&) {
    auto& x = state_->raw(input, "input");
    auto const rank = input.shape().rank();
    int const given =
        (options.shape ? 1 : 0) + (options.shape_tensor ? 1 : 0) + (options.scales.empty() ? 0 : 1);
    if (given != 1) fail("expected either a shape or scales, got ", given ? "both" : "neither");
    if (options.shape && options.shape->rank() != rank) {
      fail("shape: expected ", rank, " extents, as many as the input has, got ",
           to_string(*options.shape));
    }
    if (!options.scales.empty() && static_cast<int>(options.scales.size()) != rank) {
      fail("scales: expected ", rank, " numbers, as many as the input has extents, got ",
           options.scales.size());
    }
    auto* const layer = state_->network->addResize(x);
    if (!layer) return layer;
    layer->setResizeMode(options.mode);
    layer->setCoordinateTransformation(options.coordinate_transformation);
    layer->setSelectorForSinglePixel(options.selector);
    layer->setNearestRounding(options.nearest_rounding);
    if (options.cubic_coeff) layer->setCubicCoeff(*options.cubic_coeff);
    if (options.exclude_outside) layer->setExcludeOutside(true);
    if (options.shape) layer->setOutputDimensions(dims_of(*options.shape));
    if (options.shape_tensor) layer->setInput(1, state_->raw(options.shape_tensor, "shape"));
    if (!options.scales.empty())
      layer->setScales(options.scales.data(), static_cast<int32_t>(options.scales.size()));
    return layer;
  });
}

}  // namespace trtp::runtime

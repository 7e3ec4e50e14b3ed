#include "col2im.h"

#include <optional>
#include <vector>

#include "op/operator.h"

namespace trtp {
namespace {

using Ints = std::vector<int64_t>;

struct Col2Im {
  static constexpr auto name = "Col2Im";
  static constexpr int since = 18;
  static constexpr auto doc =
      "Puts blocks, the columns of `input`, together to images; what overlaps is added up, in "
      "float32 for floats. The reverse of what im2col does, but for that. Images have 1 to 6 "
      "dimensions.";
  static constexpr Port inputs[] = {
      {"input", "[N, C * (elements of a block), L], L being the number of blocks."}};
  static constexpr Port outputs[] = {{"output", "[N, C, *image_shape]; type of input."}};

  Ints image_shape, block_shape;
  std::optional<Ints> dilations, pads, strides;
  static auto attributes() {
    return std::tuple{
        attr("image_shape", &Col2Im::image_shape, "Extents of an image.", required),
        attr("block_shape", &Col2Im::block_shape, "Extents of a block.", required),
        attr("dilations", &Col2Im::dilations,
             "How far apart a block's elements are, per dimension; 1 if not given."),
        attr("pads", &Col2Im::pads,
             "How far blocks reach beyond the image: all beginnings, then all ends; 0 if not "
             "given."),
        attr("strides", &Col2Im::strides,
             "How far apart blocks are, per dimension; 1 if not given.")};
  }

  void validate() const {
    size_t const rank = image_shape.size();
    if (rank < 1 || rank > kernels::Col2ImLayout::max_rank) {
      fail("attribute 'image_shape': expected 1 to ", kernels::Col2ImLayout::max_rank,
           " values, got ", rank);
    }
    check("image_shape", image_shape, rank, 1);
    check("block_shape", block_shape, rank, 1);
    if (dilations) check("dilations", *dilations, rank, 1);
    if (strides) check("strides", *strides, rank, 1);
    if (pads) check("pads", *pads, 2 * rank, 0);
    auto const at = layout();
    for (int d = 0; d < at.rank; ++d) {
      if (at.blocks[d] < 1) {
        fail("no block fits into dimension ", d, " of the image: ", at.blocks[d], " blocks");
      }
    }
  }

  using types = Unary<float, __half, int32_t>;

  Outputs shapes(Inputs const& in) const {
    auto const& x = in[0];
    if (x.rank() != 3) fail("input 'input': expected rank 3, got ", x.rank());
    auto const at = layout();
    int64_t elements = 1, length = 1;
    for (int d = 0; d < at.rank; ++d) {
      elements *= at.block[d];
      length *= at.blocks[d];
    }
    if (auto const c = x[1].known(); c && *c % elements != 0) {
      fail("input 'input': dimension 1: expected a multiple of ", elements,
           ", the elements of a block, got ", *c);
    }
    if (auto const l = x[2].known(); l && *l != length) {
      fail("input 'input': dimension 2: expected ", length, ", the number of blocks, got ", *l);
    }
    Dims y;
    y.dims = {x[0], floor_div(x[1], elements)};
    for (int64_t extent : image_shape) y.dims.push_back(x[0].literal(extent));
    return {y};
  }

  template <class T>
  cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run) const {
    return kernels::col2im(x.data, y.data, y.shape[0] * y.shape[1], layout(), run.stream);
  }

 private:
  static void check(char const* attribute, Ints const& values, size_t count, int64_t low) {
    if (values.size() != count) {
      fail("attribute '", attribute, "': expected ", count, " values, got ", values.size());
    }
    for (int64_t v : values) {
      if (v < low) fail("attribute '", attribute, "': expected values >= ", low, ", got ", v);
    }
  }

  kernels::Col2ImLayout layout() const {
    kernels::Col2ImLayout out;
    out.rank = static_cast<int>(image_shape.size());
    for (size_t d = 0; d < image_shape.size(); ++d) {
      int64_t const begin = pads ? (*pads)[d] : 0;
      int64_t const end = pads ? (*pads)[d + image_shape.size()] : 0;
      out.image[d] = image_shape[d];
      out.block[d] = block_shape[d];
      out.stride[d] = strides ? (*strides)[d] : 1;
      out.dilation[d] = dilations ? (*dilations)[d] : 1;
      out.pad_begin[d] = begin;
      int64_t const room =
          image_shape[d] + begin + end - out.dilation[d] * (block_shape[d] - 1) - 1;
      out.blocks[d] = room < 0 ? 0 : room / out.stride[d] + 1;
    }
    return out;
  }
};

}  // namespace

TRTP_OPERATOR(Col2Im)

}  // namespace trtp

#include "layer_checks.h"

#include <algorithm>

#include "dims.h"
#include "op/error.h"

namespace trtp::runtime {

namespace {

// Extents per dimension of a window: none, or as many, each at least `least`.
void check_extents(Shape const& extents, int rank, int64_t least, char const* argument) {
  if (extents.rank() == 0) return;
  bool good = extents.rank() == rank;
  for (auto const d : extents) good = good && d >= least;
  if (!good) {
    fail(argument, ": expected ", rank, " numbers of at least ", least, ", got ",
         to_string(extents));
  }
}

void check_count(int count, char const* argument) {
  if (count < 1) fail(argument, ": expected a number of at least 1, got ", count);
}

std::string words(std::vector<int> const& list) {
  std::string out = "[";
  for (size_t i = 0; i < list.size(); ++i) out += text(i ? ", " : "", list[i]);
  return out + "]";
}

void check_bias(WeightValues const& bias, int num_outputs) {
  if (bias.count != 0) check_weights(bias, num_outputs, "bias");
}

}  // namespace

int axis_in(int axis, int rank, char const* argument) {
  if (axis < -rank || axis >= rank) {
    fail(argument, ": expected a number in [", -rank, ", ", rank - 1, "] for a tensor of rank ",
         rank, ", got ", axis);
  }
  return axis < 0 ? axis + rank : axis;
}

uint32_t axes_in(std::vector<int> const& axes, int rank) {
  if (axes.empty()) fail("axes: expected at least one, got []");
  uint32_t bits = 0;
  for (auto const axis : axes) {
    auto const bit = 1U << static_cast<uint32_t>(axis_in(axis, rank, "axes"));
    if ((bits & bit) != 0) fail("axes: expected each axis once, got ", words(axes));
    bits |= bit;
  }
  return bits;
}

void check_weights(WeightValues const& weights, int64_t count, char const* argument) {
  if (weights.count != 0 && weights.type != Type::f32 && weights.type != Type::f16 &&
      weights.type != Type::i8)
    fail(argument, ": expected float32, float16 or int8, got ", name_of(weights.type));
  if (weights.count != count) fail(argument, ": expected ", count, " values, got ", weights.count);
}

void check_window(Shape const& input, Shape const& window, WindowOptions const& options,
                  char const* argument, bool exact_rank) {
  auto const rank = window.rank();
  if (rank != 2 && rank != 3) {
    fail(argument, ": expected extents of 2 or 3 dimensions, got ", to_string(window),
         rank == 1 ? "; a window over one dimension is one of (1, n) over two" : "");
  }
  for (auto const d : window) {
    if (d < 1) fail(argument, ": expected extents of at least 1, got ", to_string(window));
  }
  if (exact_rank ? input.rank() != rank + 2 : input.rank() < rank + 1) {
    fail("input: expected a tensor of rank ", rank + 2, " (N, C and ", rank,
         " dimensions), got one of shape ", to_string(input));
  }
  check_extents(options.stride, rank, 1, "stride");
  check_extents(options.padding, rank, 0, "padding");
  check_extents(options.pre_padding, rank, 0, "pre_padding");
  check_extents(options.post_padding, rank, 0, "post_padding");
  if (options.padding.rank() > 0 &&
      (options.pre_padding.rank() > 0 || options.post_padding.rank() > 0))
    fail("padding: expected either padding, or pre_padding and post_padding, got both");
}

void check_convolution(Shape const& input, int num_output_maps, Shape const& kernel_shape,
                       WeightValues const& kernel, WeightValues const& bias,
                       ConvolutionOptions const& options, bool transposed) {
  check_window(input, kernel_shape, options, "kernel_shape", true);
  check_extents(options.dilation, kernel_shape.rank(), 1, "dilation");
  check_count(num_output_maps, "num_output_maps");
  check_count(options.num_groups, "num_groups");
  auto const channels = input[1];
  if (channels < 0) fail("input: expected a known number of channels, got ", to_string(input));
  auto const groups = options.num_groups;
  if (channels % groups != 0 || num_output_maps % groups != 0) {
    fail("num_groups: expected a divisor of ", channels, " channels and ", num_output_maps,
         " output maps, got ", groups);
  }
  // Either kernel has the input's channels and the output's, one of them divided by the groups.
  Shape shape = transposed ? Shape{channels, num_output_maps / groups}
                           : Shape{num_output_maps, channels / groups};
  for (auto const d : kernel_shape) shape.push_back(d);
  check_weights(kernel, shape.volume(), text("kernel of shape ", to_string(shape)).c_str());
  check_bias(bias, num_output_maps);
}

void check_fully_connected(Shape const& input, int num_outputs, WeightValues const& kernel,
                           WeightValues const& bias) {
  check_count(num_outputs, "num_outputs");
  auto const rank = input.rank();
  if (rank < 4)
    fail("input: expected a tensor of shape (..., C, H, W), got one of ", to_string(input));
  for (int i = rank - 3; i < rank; ++i) {
    if (input[i] < 0) fail("input: expected known extents C, H, W, got ", to_string(input));
  }
  check_weights(kernel, num_outputs * input.volume(rank - 3, rank), "kernel");
  check_bias(bias, num_outputs);
}

void check_broadcast(Shape const& a, Shape const& b) {
  bool good = a.rank() == b.rank();
  for (int i = 0; good && i < a.rank(); ++i)
    good = a[i] < 0 || b[i] < 0 || a[i] == b[i] || a[i] == 1 || b[i] == 1;
  if (!good) {
    fail("inputs: expected tensors of one rank, whose extents are equal or 1, got ", to_string(a),
         " and ", to_string(b));
  }
}

void check_concatenation(std::vector<Shape> const& inputs, int axis) {
  auto const& first = inputs.front();
  for (size_t i = 1; i < inputs.size(); ++i) {
    auto const& other = inputs[i];
    bool good = other.rank() == first.rank();
    for (int k = 0; good && k < first.rank(); ++k)
      good = k == axis || first[k] < 0 || other[k] < 0 || first[k] == other[k];
    if (!good) {
      fail("inputs[", i, "]: expected the shape ", to_string(first), " but for axis ", axis,
           ", got ", to_string(other));
    }
  }
}

void check_permutation(std::vector<int> const& permutation, int rank, char const* argument) {
  auto sorted = permutation;
  std::sort(sorted.begin(), sorted.end());
  bool good = static_cast<int>(sorted.size()) == rank;
  for (int i = 0; good && i < rank; ++i) good = sorted[static_cast<size_t>(i)] == i;
  if (!good) {
    fail(argument, ": expected the numbers from 0 to ", rank - 1, " in some order, got ",
         words(permutation));
  }
}

void check_reshape(Shape const& input, Shape const& reshape, bool zero_is_placeholder) {
  int wild = 0;
  int64_t volume = 1;
  bool known = is_known(input);
  for (int i = 0; i < reshape.rank(); ++i) {
    auto extent = reshape[i];
    if (extent < -1) fail("reshape: expected extents of at least -1, got ", to_string(reshape));
    if (extent == -1) {
      ++wild;
      continue;
    }
    if (extent == 0 && zero_is_placeholder) {
      if (i >= input.rank()) {
        fail("reshape: extent ", i, " of ", to_string(reshape),
             " stands for the input's, which has the shape ", to_string(input));
      }
      extent = input[i];
    }
    volume *= extent;
  }
  if (wild > 1) fail("reshape: expected -1 once at most, got ", to_string(reshape));
  if (!known) return;
  auto const count = input.volume();
  bool const fits = wild == 0 ? volume == count : volume != 0 && count % volume == 0;
  if (!fits && !(wild == 1 && count == 0)) {
    fail("reshape: the input has ", count, " elements, shape ", to_string(input),
         "; they do not fill ", to_string(reshape));
  }
}

void check_slice(Shape const& input, Shape const& start, Shape const& size, Shape const& stride,
                 bool strict) {
  auto const rank = input.rank();
  for (auto const& [list, argument] :
       {std::pair{&start, "start"}, std::pair{&size, "size"}, std::pair{&stride, "stride"}}) {
    if (list->rank() != rank) {
      fail(argument, ": expected ", rank, " numbers, as many as the input has extents, got ",
           to_string(*list));
    }
  }
  for (int i = 0; i < rank; ++i) {
    if (size[i] < 0) fail("size: expected numbers of at least 0, got ", to_string(size));
    if (!strict || input[i] < 0 || size[i] == 0) continue;
    auto const last = start[i] + (size[i] - 1) * stride[i];
    if (start[i] < 0 || start[i] >= input[i] || last < 0 || last >= input[i]) {
      fail("size: elements ", start[i], " to ", last, " of axis ", i,
           " are asked for, and the input has the shape ", to_string(input));
    }
  }
}

void check_matrices(Shape const& a, bool transposed_a, bool vector_a, Shape const& b,
                    bool transposed_b, bool vector_b) {
  auto const least = [](bool vector) { return vector ? 1 : 2; };
  auto const both = text(to_string(a), " and ", to_string(b));
  if (a.rank() < least(vector_a) || b.rank() < least(vector_b))
    fail("inputs: expected matrices, or vectors where so said, got ", both);
  auto const batch_a = a.rank() - least(vector_a), batch_b = b.rank() - least(vector_b);
  if (batch_a != batch_b)
    fail("inputs: expected as many dimensions before the matrices, got ", both);
  for (int i = 0; i < batch_a; ++i) {
    if (a[i] >= 0 && b[i] >= 0 && a[i] != b[i] && a[i] != 1 && b[i] != 1)
      fail("inputs: expected extents before the matrices that are equal or 1, got ", both);
  }
  auto const inner_a = transposed_a ? a[a.rank() - 2] : a[a.rank() - 1];
  auto const inner_b = transposed_b || vector_b ? b[b.rank() - 1] : b[b.rank() - 2];
  if (inner_a >= 0 && inner_b >= 0 && inner_a != inner_b) {
    fail("inputs: the first has ", inner_a, " columns and the second ", inner_b,
         " rows, of shapes ", both);
  }
}

}  // namespace trtp::runtime

#include "scatter.h"

#include "op/operator.h"

namespace trtp {

template <>
inline constexpr std::array enumerators<Reduction>{
    Enumerator{"none", Reduction::none}, Enumerator{"add", Reduction::add},
    Enumerator{"mul", Reduction::mul}, Enumerator{"max", Reduction::max},
    Enumerator{"min", Reduction::min}};

namespace {

template <class T>
using Scattered = Row<In<T, int32_t, T>, Out<T>>;
using ScatterTypes = Rows<Scattered<float>, Scattered<__half>, Scattered<int32_t>, Scattered<bool>>;

constexpr auto reduction_doc =
    "What becomes of an element and its updates. 'none': an update takes its place; of several, "
    "any one. Otherwise all combine, in an undefined order, so that sums of floats may differ in "
    "their last bits from run to run; 'max' and 'min' give NaN where one of them is NaN; bool adds "
    "with or and multiplies with and.";

size_t workspace_of(Desc const& output, Reduction reduction) {
  return output.type == Type::f16
             ? kernels::scatter_workspace<__half>(output.shape.volume(), reduction)
             : 0;
}

struct ScatterElements {
  static constexpr auto name = "ScatterElements";
  static constexpr int since = 18;
  static constexpr auto doc =
      "A copy of `data` in which updates[i, j, ...] has gone to the position i, j, ... with the "
      "index along `axis` replaced by indices[i, j, ...]. Updates with an index out of range are "
      "dropped.";
  static constexpr Port inputs[] = {
      {"data", "Rank r, 1 to 8."},
      {"indices",
       "Rank r, no larger than data but along `axis`; in [-s, s), s being data's extent "
       "there."},
      {"updates", "Shape of indices, type of data."}};
  static constexpr Port outputs[] = {{"output", "Shape and type of data."}};

  int64_t axis = 0;
  Reduction reduction = Reduction::none;
  static auto attributes() {
    return std::tuple{attr("axis", &ScatterElements::axis,
                           "The dimension that indices are of; negative: from the end."),
                      attr("reduction", &ScatterElements::reduction, reduction_doc)};
  }

  using types = ScatterTypes;

  Outputs shapes(Inputs const& in) const {
    auto const &data = in[0], &indices = in[1], &updates = in[2];
    int const at = normalize_axis(axis, data.rank());
    if (indices.rank() != data.rank()) {
      fail("input 'indices': expected rank ", data.rank(), " as that of 'data', got ",
           indices.rank());
    }
    if (updates.rank() != indices.rank()) {
      fail("input 'updates': expected rank ", indices.rank(), " as that of 'indices', got ",
           updates.rank());
    }
    for (int d = 0; d < data.rank(); ++d) {
      auto const i = indices[d].known(), u = updates[d].known(), x = data[d].known();
      if (i && u && *i != *u) {
        fail("input 'updates': dimension ", d, ": expected ", *i, ", got ", *u);
      }
      if (d != at && i && x && *i > *x) {
        fail("input 'indices': dimension ", d, ": expected at most ", *x, ", got ", *i);
      }
    }
    return {data};
  }

  size_t workspace(Desc const* /*in*/, Desc const* out) const {
    return workspace_of(out[0], reduction);
  }

  template <class T>
  cudaError_t launch(Tensor<T const> data, Tensor<int32_t const> indices, Tensor<T const> updates,
                     Tensor<T> output, Launch const& run) const {
    return kernels::scatter_elements(data.data, indices.data, updates.data, output.data,
                                     data.shape.volume(), indices.shape.volume(),
                                     layout(data.shape, indices.shape), reduction, run.workspace,
                                     run.stream);
  }

 private:
  // Dimensions are merged with the one before where updates fill all of data's extent.
  kernels::ElementsLayout layout(Shape const& data, Shape const& indices) const {
    int const rank = data.rank(), at = normalize_axis(axis, rank);
    kernels::ElementsLayout out;
    out.axis_extent = data[at];
    out.axis_stride = data.volume(at + 1, rank);
    bool whole = false;  // the next dimension may be merged into the last one of `out`
    for (int d = 0; d < rank; ++d) {
      int64_t const stride = d == at ? 0 : data.volume(d + 1, rank);
      if (whole && d != at && indices[d] == data[d]) {
        out.extent[out.rank - 1] *= indices[d];
        out.stride[out.rank - 1] = stride;
      } else {
        out.extent[out.rank] = indices[d];
        out.stride[out.rank++] = stride;
      }
      whole = d != at;
    }
    return out;
  }
};

// Version "1" is NVIDIA's, in libnvinfer_plugin.so: their parser loads that library after this one,
// and would log an error that its creator cannot be registered.
struct ScatterND {
  static constexpr auto name = "ScatterND";
  static constexpr auto version = "2";
  static constexpr int since = 18;
  static constexpr auto doc =
      "A copy of `data` in which updates[i, ...] has gone to data[indices[i, :]]. Updates with an "
      "index out of range are dropped.";
  static constexpr Port inputs[] = {
      {"data", "Rank r, 1 to 8."},
      {"indices",
       "Shape [..., k], k <= r: places in the first k dimensions of data; negative: from "
       "the end."},
      {"updates", "Shape indices.shape[:-1] + data.shape[k:], type of data."}};
  static constexpr Port outputs[] = {{"output", "Shape and type of data."}};

  Reduction reduction = Reduction::none;
  static auto attributes() {
    return std::tuple{attr("reduction", &ScatterND::reduction, reduction_doc)};
  }

  using types = ScatterTypes;

  Outputs shapes(Inputs const& in) const {
    auto const &data = in[0], &indices = in[1], &updates = in[2];
    if (data.rank() < 1) fail("input 'data': expected rank >= 1, got 0");
    if (indices.rank() < 1) fail("input 'indices': expected rank >= 1, got 0");
    int const tuples = indices.rank() - 1;
    int const depth = tuples + data.rank() - updates.rank();
    auto const last = indices[tuples].known();
    if (last && (*last < 0 || *last > data.rank())) {
      fail("input 'indices': last dimension: expected at most ", data.rank(),
           ", the rank of 'data', got ", *last);
    }
    if (depth < 0 || depth > data.rank() || (last && *last != depth)) {
      fail("input 'updates': expected rank ",
           last ? text(tuples + data.rank() - *last) : "q + r - k",
           " = (rank of 'indices') - 1 + (rank of 'data') - (last dimension of 'indices'), got ",
           updates.rank());
    }
    for (int d = 0; d < updates.rank(); ++d) {
      auto const u = updates[d].known();
      auto const wanted = d < tuples ? indices[d].known() : data[d - tuples + depth].known();
      if (u && wanted && *u != *wanted) {
        fail("input 'updates': dimension ", d, ": expected ", *wanted, ", got ", *u);
      }
    }
    return {data};
  }

  size_t workspace(Desc const* /*in*/, Desc const* out) const {
    return workspace_of(out[0], reduction);
  }

  template <class T>
  cudaError_t launch(Tensor<T const> data, Tensor<int32_t const> indices, Tensor<T const> updates,
                     Tensor<T> output, Launch const& run) const {
    int const rank = data.shape.rank(), tuples = indices.shape.rank() - 1;
    kernels::TuplesLayout layout;
    layout.depth = static_cast<int>(indices.shape[tuples]);
    layout.slice = data.shape.volume(layout.depth, rank);
    for (int d = 0; d < layout.depth; ++d) {
      layout.extent[d] = data.shape[d];
      layout.stride[d] = data.shape.volume(d + 1, rank);
    }
    return kernels::scatter_nd(data.data, indices.data, updates.data, output.data,
                               data.shape.volume(), indices.shape.volume(0, tuples), layout,
                               reduction, run.workspace, run.stream);
  }
};

}  // namespace

TRTP_OPERATOR(ScatterElements)
TRTP_OPERATOR(ScatterND)

}  // namespace trtp

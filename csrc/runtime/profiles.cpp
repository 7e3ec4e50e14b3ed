#include "profiles.h"

#include <algorithm>

#include "dims.h"

namespace trtp::runtime {

namespace {

using nvinfer1::OptProfileSelector;

constexpr std::array selectors{OptProfileSelector::kMIN, OptProfileSelector::kOPT,
                               OptProfileSelector::kMAX};

std::vector<nvinfer1::ITensor*> inputs_of(nvinfer1::INetworkDefinition const& network) {
  std::vector<nvinfer1::ITensor*> out;
  for (int i = 0; i < network.getNbInputs(); ++i) out.push_back(network.getInput(i));
  return out;
}

std::string words_of(Range const& r) {
  return text(to_string(r[0]), ", ", to_string(r[1]), ", ", to_string(r[2]));
}

// A tensor whose values are extents of others; of it, a profile gives the values.
bool is_shape_tensor(nvinfer1::ITensor const& input) { return input.isShapeTensor(); }

bool needs_profile(nvinfer1::ITensor const& input) {
  return is_shape_tensor(input) || !is_known(shape_of(input.getDimensions()));
}

void check_range(nvinfer1::ITensor const& input, Range const& range) {
  auto const shape = shape_of(input.getDimensions());
  auto const pattern = [&] {
    if (!is_shape_tensor(input)) return shape;
    Shape any;  // as many values as the tensor has elements
    for (int64_t i = 0; i < shape.volume(); ++i) any.push_back(-1);
    return any;
  }();
  for (auto const& r : range) {
    if (!agrees(r, pattern)) {
      fail("expected shapes of the form ", to_string(pattern), ", got ", words_of(range));
    }
    if (!is_known(r)) fail("expected extents of at least 0, got ", words_of(range));
  }
  if (!is_within(range[1], range[0], range[2]))
    fail("expected minimum <= optimum <= maximum, got ", words_of(range));
}

void set(nvinfer1::IOptimizationProfile& profile, nvinfer1::ITensor const& input,
         Range const& range, Operation const& operation) {
  for (size_t i = 0; i < range.size(); ++i) {
    auto const dims = dims_of(range[i]);
    bool const ok = is_shape_tensor(input)
                        ? profile.setShapeValues(input.getName(), selectors[i], dims.d, dims.nbDims)
                        : profile.setDimensions(input.getName(), selectors[i], dims);
    if (!ok) operation.fail(text("TensorRT refuses ", words_of(range)));
  }
}

nvinfer1::IOptimizationProfile const& make_profile(nvinfer1::IBuilder& builder,
                                                   std::vector<nvinfer1::ITensor*> const& inputs,
                                                   Profile const& ranges,
                                                   Operation const& operation) {
  for (auto const& [name, range] : ranges) {
    if (std::none_of(inputs.begin(), inputs.end(),
                     [&n = name](auto const* t) { return n == t->getName(); })) {
      std::string names;
      for (auto const* t : inputs) names += text(names.empty() ? "'" : ", '", t->getName(), "'");
      fail("the model has no input '", name, "'; expected one of ", names);
    }
  }
  auto* const profile = builder.createOptimizationProfile();  // the builder's own
  if (!profile) operation.fail("TensorRT could not create a profile");
  for (auto const* const input : inputs) {
    auto const it = ranges.find(input->getName());
    if (it == ranges.end()) {
      if (!needs_profile(*input)) continue;
      fail("input '", input->getName(), "' of shape ", to_string(shape_of(input->getDimensions())),
           " is dynamic: expected its minimum, optimum and maximum, got nothing");
    }
    within(text("input '", it->first, "'"), [&, &range = it->second] {
      check_range(*input, range);
      set(*profile, *input, range, operation);
    });
  }
  if (!profile->isValid()) operation.fail("TensorRT refuses it");
  return *profile;
}

}  // namespace

void add_profiles(nvinfer1::IBuilder& builder, nvinfer1::INetworkDefinition const& network,
                  nvinfer1::IBuilderConfig& config, std::vector<Profile> const& profiles,
                  Operation const& operation) {
  auto const inputs = inputs_of(network);
  bool const dynamic =
      std::any_of(inputs.begin(), inputs.end(), [](auto const* t) { return needs_profile(*t); });
  // A dynamic input is reported as missing from an empty profile.
  auto const wanted = profiles.empty() && dynamic ? std::vector<Profile>(1) : profiles;
  for (size_t i = 0; i < wanted.size(); ++i) {
    within(text("profile ", i), [&] {
      if (config.addOptimizationProfile(&make_profile(builder, inputs, wanted[i], operation)) < 0) {
        operation.fail("TensorRT refuses it");
      }
    });
  }
}

void set_calibration_profile(nvinfer1::IBuilder& builder,
                             nvinfer1::INetworkDefinition const& network,
                             nvinfer1::IBuilderConfig& config, Profile const& profile,
                             Operation const& operation) {
  auto const& made = make_profile(builder, inputs_of(network), profile, operation);
  if (!config.setCalibrationProfile(&made)) operation.fail("TensorRT refuses it");
}

}  // namespace trtp::runtime

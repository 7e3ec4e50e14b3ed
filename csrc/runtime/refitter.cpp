#include "refitter.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "memory/cuda_error.h"
#include "trt/convert.h"
#include "trt/library.h"

namespace trtp::runtime {

namespace {

using nvinfer1::WeightsRole;

constexpr std::pair<WeightsRole, char const*> roles[] = {
    {WeightsRole::kKERNEL, "kernel"},     {WeightsRole::kBIAS, "bias"},
    {WeightsRole::kSHIFT, "shift"},       {WeightsRole::kSCALE, "scale"},
    {WeightsRole::kCONSTANT, "constant"}, {WeightsRole::kANY, "any"},
};

std::string quoted(std::string const& s) { return "'" + s + "'"; }
std::string quoted(Refitter::LayerRole const& w) {
  return text("('", w.first, "', '", w.second, "')");
}

template <class List, class Text>
std::string joined(List const& all, Text const& text_of) {
  constexpr size_t most = 20;
  std::string out;
  size_t count = 0;
  for (auto const& item : all) {
    if (count == most) return text(out, ", ... (", all.size(), " in all)");
    out += (count++ ? ", " : "") + text_of(item);
  }
  return out.empty() ? "none" : out;
}

template <class List>
std::string listed(List const& all) {
  return joined(all, [](auto const& item) { return quoted(item); });
}

// TensorRT tells how many there are, then fills that many.
template <class Get>
std::vector<std::string> names_from(Get const& get) {
  std::vector<char const*> raw(static_cast<size_t>(std::max(get(0, nullptr), 0)));
  auto const count = raw.empty() ? 0 : get(static_cast<int32_t>(raw.size()), raw.data());
  raw.resize(std::min(raw.size(), static_cast<size_t>(std::max(count, 0))));
  std::vector<std::string> out;
  for (auto const* name : raw) {
    if (name) out.emplace_back(name);
  }
  return out;
}

template <class Get>
std::vector<Refitter::LayerRole> layers_from(Get const& get) {
  auto const count = static_cast<size_t>(std::max(get(0, nullptr, nullptr), 0));
  std::vector<char const*> names(count);
  std::vector<WeightsRole> found(count);
  auto const n = count == 0 ? 0 : get(static_cast<int32_t>(count), names.data(), found.data());
  std::vector<Refitter::LayerRole> out;
  for (size_t i = 0; i < std::min(count, static_cast<size_t>(std::max(n, 0))); ++i) {
    if (names[i]) out.emplace_back(names[i], name_of(found[i]));
  }
  return out;
}

void check_values(WeightValues const& values) {
  if (values.type != Type::f32 && values.type != Type::f16 && values.type != Type::i8) {
    fail("expected float32, float16 or int8, got ", name_of(values.type));
  }
  if (values.count <= 0 || !values.data) fail("expected values, got none");
}

}  // namespace

char const* name_of(WeightsRole role) noexcept {
  for (auto const& [r, name] : roles) {
    if (r == role) return name;
  }
  return "";  // of layers without roles TensorRT says -1
}

WeightsRole weights_role(std::string const& name) {
  std::string names;
  for (auto const& [role, n] : roles) {
    if (n == name) return role;
    names += text(names.empty() ? "" : ", ", n);
  }
  fail("role: expected one of ", names, ", got '", name, "'");
}

Refitter::Refitter(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {
  if (!engine_->is_refittable())
    fail("the engine cannot be refitted: build it with refittable=True");
  Operation const operation(engine_->log());
  refitter_.reset(trt::library().create_refitter(engine_->native(), logger()));
  if (!refitter_) operation.fail("TensorRT could not create a refitter");
  names_ =
      names_from([&](int32_t n, char const** out) { return refitter_->getAllWeights(n, out); });
  layers_ = layers_from([&](int32_t n, char const** out, WeightsRole* found) {
    return refitter_->getAll(n, out, found);
  });
}

std::map<std::string, Refitter::Range> Refitter::ranges() const {
  Operation const operation(engine_->log());
  std::map<std::string, Range> out;
  for (auto const &name : names_from([&](int32_t n, char const** all) {
         return refitter_->getTensorsWithDynamicRange(n, all);
       })) {
    out[name] = {refitter_->getDynamicRangeMin(name.c_str()),
                 refitter_->getDynamicRangeMax(name.c_str())};
  }
  return out;
}

template <class Take>
void Refitter::give(std::string const& name, WeightValues const& values, Take const& take) {
  check_values(values);
  auto const size = static_cast<size_t>(values.count) * size_of(values.type);
  auto const what = text(values.count, " values of ", name_of(values.type));
  given_.push_back({text(name, " (", what, ")"), std::make_unique<char[]>(size)});
  auto* const copy = given_.back().values.get();
  std::memcpy(copy, values.data, size);
  Operation const operation(engine_->log());
  if (!take(nvinfer1::Weights{trt::to_tensorrt(values.type), copy, values.count})) {
    given_.pop_back();
    operation.fail(text("TensorRT refuses ", what, "; expected as many as the model has"));
  }
  changed_ = true;
}

void Refitter::set(std::string const& name, WeightValues const& values) {
  within(text("weights ", quoted(name)), [&] {
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
      fail("the engine has none of that name; expected one of ", listed(names_),
           names_.empty() ? "; name a layer and a role" : "");
    }
    give(quoted(name), values, [&](nvinfer1::Weights const& weights) {
      return refitter_->setNamedWeights(name.c_str(), weights);
    });
  });
}

void Refitter::set(std::string const& layer, std::string const& role, WeightValues const& values) {
  auto const r = weights_role(role);
  auto const name = quoted(LayerRole(layer, role));
  within("weights " + name, [&] {
    if (std::find(layers_.begin(), layers_.end(), LayerRole(layer, role)) == layers_.end())
      fail("the engine has no such layer with such a role; expected one of ", listed(layers_));
    give(name, values, [&](nvinfer1::Weights const& weights) {
      return refitter_->setWeights(layer.c_str(), r, weights);
    });
  });
}

void Refitter::set_range(std::string const& tensor, float low, float high) {
  within(text("dynamic range of ", quoted(tensor)), [&] {
    if (!std::isfinite(low) || !std::isfinite(high) || low > high)
      fail("expected finite numbers, the smaller one first, got ", low, " and ", high);
    Operation const operation(engine_->log());
    if (!refitter_->setDynamicRange(tensor.c_str(), low, high)) {
      std::vector<std::string> all;
      for (auto const& range : ranges()) all.push_back(range.first);
      operation.fail("TensorRT refuses it; tensors with a range: " + listed(all));
    }
    changed_ = true;
  });
}

std::vector<std::string> Refitter::missing_names() const {
  Operation const operation(engine_->log());
  return names_from(
      [&](int32_t n, char const** out) { return refitter_->getMissingWeights(n, out); });
}

std::vector<Refitter::LayerRole> Refitter::missing_layers() const {
  Operation const operation(engine_->log());
  return layers_from([&](int32_t n, char const** out, WeightsRole* found) {
    return refitter_->getMissing(n, out, found);
  });
}

void Refitter::refit() {
  if (!changed_) return;
  if (auto const missing = missing_layers(); !missing.empty()) {
    auto const names = missing_names();
    fail("weights are missing, which TensorRT combined with those that were given: ",
         names.size() == missing.size() ? listed(names) : listed(missing));
  }
  memory::check(cudaDeviceSynchronize(), "work of the device before the refit failed");
  engine_->outdate_contexts();
  Operation const operation(engine_->log());
  // TensorRT 8.6 counts the values here and does not say of which weights they are.
  if (!refitter_->refitCudaEngine()) {
    operation.fail(
        "TensorRT could not refit the engine; expected as many values as the model has, got " +
        joined(given_, [](Given const& each) { return each.description; }));
  }
  given_.clear();
  changed_ = false;
}

}  // namespace trtp::runtime

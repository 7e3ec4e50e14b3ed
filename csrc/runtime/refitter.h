#pragma once

#include <NvInfer.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine.h"
#include "weight_values.h"

namespace trtp::runtime {

// "kernel", "bias", "shift", "scale", "constant", "any"; "" for none.
char const* name_of(nvinfer1::WeightsRole role) noexcept;
// Throws Error that lists the names there are.
nvinfer1::WeightsRole weights_role(std::string const& name);

// Gives an engine new weights. Weights are known by the names that the network gave them, which are
// those of an ONNX model's initialisers, and by layer and role; either will do. For one thread.
class Refitter {
 public:
  using LayerRole = std::pair<std::string, std::string>;
  using Range = std::pair<float, float>;

  // Throws Error if the engine was not built to be refittable.
  explicit Refitter(std::shared_ptr<Engine> engine);

  std::vector<std::string> const& names() const { return names_; }  // of weights that have one
  std::vector<LayerRole> const& layers() const { return layers_; }  // once per role
  std::map<std::string, Range> ranges() const;                      // dynamic ranges, by tensor

  // The values are copied. Throw Error that names the weights and what there is, what was expected
  // and what came; what was set before stays set.
  void set(std::string const& name, WeightValues const& values);
  void set(std::string const& layer, std::string const& role, WeightValues const& values);
  void set_range(std::string const& tensor, float low, float high);

  // What has to be given too, because TensorRT combined it with what was given.
  std::vector<std::string> missing_names() const;
  std::vector<LayerRole> missing_layers() const;

  // Waits for the work of the device, then puts the new weights in. The contexts that the engine
  // had cannot be used afterwards, and say so. Nothing may be enqueued meanwhile. Throws Error that
  // lists what is missing, with the engine as it was; or TensorRT's lines, and then the engine may
  // have some of the new weights and not others: try again or drop it.
  void refit();

 private:
  // Keeps a copy of the values and hands it to TensorRT, whose word on it `take` returns.
  template <class Take>
  void give(std::string const& name, WeightValues const& values, Take const& take);

  std::shared_ptr<Engine> engine_;
  struct Given {
    std::string description;  // "'w' (60 values of float32)"
    std::unique_ptr<char[]> values;
  };
  std::vector<Given> given_;  // TensorRT reads the values in refit()
  std::unique_ptr<nvinfer1::IRefitter> refitter_;
  std::vector<std::string> names_;
  std::vector<LayerRole> layers_;
  bool changed_ = false;
};

}  // namespace trtp::runtime

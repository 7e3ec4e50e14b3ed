#pragma once

#include <NvInfer.h>

#include <memory>
#include <string>
#include <vector>

#include "op/shape.h"

namespace trtp::runtime {

// What each calibration batch has to hold.
struct CalibrationInput {
  std::string name;
  std::string dtype;  // as numpy calls it
  Shape shape;
};

// Representative inputs.
class CalibrationData {
 public:
  virtual ~CalibrationData() = default;
  // Device addresses of the next batch, one per input and in this order, which hold their data
  // until the next call; empty: there are no more. What it throws ends the build and is thrown by
  // it.
  virtual std::vector<void*> next(std::vector<CalibrationInput> const& inputs) = 0;
};

// How TensorRT finds the dynamic ranges of tensors.
struct Calibration {
  nvinfer1::CalibrationAlgoType algorithm = nvinfer1::CalibrationAlgoType::kENTROPY_CALIBRATION_2;
  std::shared_ptr<CalibrationData> data;              // null: the table has to suffice
  double quantile = 0.9999, regression_cutoff = 1.0;  // kLEGACY_CALIBRATION
  // TensorRT's own calibration table, to be used whatever model and data it came from.
  std::string table;
  // A file of tables, made if it is not there: one is used if it came from the same network, key,
  // algorithm and version of TensorRT.
  std::string cache;
  std::string key;  // stands for the weights and the data
};

// Throws Error for what contradicts itself, and a cache that cannot be written.
void check(Calibration const& calibration);

}  // namespace trtp::runtime

#pragma once

#include <NvInfer.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calibration.h"
#include "cancellation.h"
#include "keyed_file.h"
#include "logger.h"

namespace trtp::runtime {

// Answers TensorRT's questions during one build, and keeps what goes wrong out of its hands: after
// an exception there are no more batches and no table is kept, and rethrow() throws it.
class Calibrator {
 public:
  // `inputs`: all of the network's. `network`: a digest of it. Throws Error for a damaged argument;
  // a cache that cannot be used is only warned of.
  Calibrator(Calibration calibration, std::vector<CalibrationInput> inputs,
             std::string const& network, int32_t tensorrt_version,
             std::shared_ptr<Cancellation const> cancellation);
  ~Calibrator();
  Calibrator(Calibrator const&) = delete;
  Calibrator& operator=(Calibrator const&) = delete;

  nvinfer1::IInt8Calibrator& tensorrt() { return *tensorrt_; }

  // What the functions below are TensorRT's names of.
  bool next_batch(void** addresses, char const* const* names, int count) noexcept;
  std::string const* read_table() noexcept;  // null: none
  void write_table(std::string table) noexcept;
  double quantile() const { return calibration_.quantile; }
  double regression_cutoff() const { return calibration_.regression_cutoff; }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }
  int batches() const { return batches_; }  // given so far

 private:
  void fill(void** addresses, char const* const* names, int count);

  Calibration calibration_;
  std::vector<CalibrationInput> inputs_;
  std::string key_;
  std::optional<KeyedFile> cache_;
  std::optional<std::string> table_;
  std::shared_ptr<Cancellation const> cancellation_;
  std::unique_ptr<nvinfer1::IInt8Calibrator> tensorrt_;
  std::exception_ptr failure_;
  bool ended_ = false;
  int batches_ = 0;
};

// Names, types and shapes of the network's layers and tensors, as a text of fixed length.
std::string digest(nvinfer1::INetworkDefinition const& network);

}  // namespace trtp::runtime

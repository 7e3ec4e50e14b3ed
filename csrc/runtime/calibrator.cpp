#include "calibrator.h"

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <utility>

#include "dims.h"
#include "enum_names.h"
#include "files.h"
#include "trt/library.h"
#include "xxh64.h"

namespace trtp::runtime {

namespace {

using nvinfer1::CalibrationAlgoType;

// TensorRT's four calibrators, which differ in their name.
template <class Base>
class Adapter : public Base {
 public:
  explicit Adapter(Calibrator& calibrator) : calibrator_(calibrator) {}
  ~Adapter() override = default;

  // The extent of the batch is in the shapes; explicit-batch networks have no other.
  int32_t getBatchSize() const noexcept override { return 1; }
  bool getBatch(void* bindings[], char const* names[], int32_t count) noexcept override {
    return calibrator_.next_batch(bindings, names, count);
  }
  void const* readCalibrationCache(size_t& length) noexcept override {
    auto const* const table = calibrator_.read_table();
    length = table ? table->size() : 0;
    return table ? table->data() : nullptr;
  }
  void writeCalibrationCache(void const* data, size_t length) noexcept override {
    calibrator_.write_table({static_cast<char const*>(data), length});
  }

 protected:
  Calibrator& calibrator_;
};

class LegacyAdapter final : public Adapter<nvinfer1::IInt8LegacyCalibrator> {
 public:
  using Adapter::Adapter;
  ~LegacyAdapter() override = default;
  double getQuantile() const noexcept override { return calibrator_.quantile(); }
  double getRegressionCutoff() const noexcept override { return calibrator_.regression_cutoff(); }
  void const* readHistogramCache(size_t& length) noexcept override {
    length = 0;
    return nullptr;
  }
  void writeHistogramCache(void const*, size_t) noexcept override {}
};

std::unique_ptr<nvinfer1::IInt8Calibrator> adapter(CalibrationAlgoType algorithm,
                                                   Calibrator& calibrator) {
  switch (algorithm) {
    case CalibrationAlgoType::kENTROPY_CALIBRATION:
      return std::make_unique<Adapter<nvinfer1::IInt8EntropyCalibrator>>(calibrator);
    case CalibrationAlgoType::kMINMAX_CALIBRATION:
      return std::make_unique<Adapter<nvinfer1::IInt8MinMaxCalibrator>>(calibrator);
    case CalibrationAlgoType::kLEGACY_CALIBRATION:
      return std::make_unique<LegacyAdapter>(calibrator);
    default: return std::make_unique<Adapter<nvinfer1::IInt8EntropyCalibrator2>>(calibrator);
  }
}

}  // namespace

void check(Calibration const& calibration) {
  if (!calibration.data && calibration.table.empty())
    fail("calibrator: expected data or a table, got neither");
  if (!calibration.table.empty() && !calibration.cache.empty())
    fail("calibrator: a table that is given is not written to a cache");
  bool const good = calibration.quantile > 0 && calibration.quantile <= 1 &&
                    calibration.regression_cutoff > 0 && calibration.regression_cutoff <= 1;
  if (!good) {
    fail("calibrator: expected a quantile and a regression cutoff above 0, at most 1, got ",
         calibration.quantile, ", ", calibration.regression_cutoff);
  }
  if (!calibration.cache.empty())
    within("calibrator: cache", [&] { require_writable(calibration.cache); });
}

Calibrator::Calibrator(Calibration calibration, std::vector<CalibrationInput> inputs,
                       std::string const& network, int32_t tensorrt_version,
                       std::shared_ptr<Cancellation const> cancellation)
    : calibration_(std::move(calibration)),
      inputs_(std::move(inputs)),
      key_(text("TensorRT ", trt::version_text(tensorrt_version), ", ",
                name_of(calibration_.algorithm), ", network ", network, ", ", calibration_.key)),
      cancellation_(std::move(cancellation)),
      tensorrt_(adapter(calibration_.algorithm, *this)) {
  check(calibration_);
  if (!calibration_.table.empty()) table_ = calibration_.table;
  if (calibration_.cache.empty()) return;
  cache_.emplace(calibration_.cache, "calibration");
  table_ = cache_->load(key_, warn);
}

Calibrator::~Calibrator() = default;

bool Calibrator::next_batch(void** addresses, char const* const* names, int count) noexcept {
  if (failure_ || ended_ || (cancellation_ && cancellation_->requested())) return false;
  try {
    fill(addresses, names, count);
  } catch (...) {
    failure_ = std::current_exception();
  }
  if (ended_ || failure_) return false;
  ++batches_;
  return true;
}

void Calibrator::fill(void** addresses, char const* const* names, int count) {
  std::vector<CalibrationInput> wanted;
  for (int i = 0; i < count; ++i) {
    auto const it = std::find_if(inputs_.begin(), inputs_.end(),
                                 [&](auto const& input) { return input.name == names[i]; });
    if (it == inputs_.end()) fail("calibrator: TensorRT asks for '", names[i], "', not an input");
    wanted.push_back(*it);
  }
  if (!calibration_.data)
    fail("calibrator: its table does not fit the network, and it has no data");
  auto const batch = calibration_.data->next(wanted);
  if (batch.empty() && batches_ == 0) fail("calibrator: expected at least one batch, got none");
  ended_ = batch.empty();
  if (ended_) return;
  if (batch.size() != wanted.size())
    fail("calibrator: expected the addresses of ", wanted.size(), " inputs, got ", batch.size());
  std::copy(batch.begin(), batch.end(), addresses);
}

std::string const* Calibrator::read_table() noexcept { return table_ ? &*table_ : nullptr; }

void Calibrator::write_table(std::string table) noexcept {
  if (failure_ || (cancellation_ && cancellation_->requested())) return;  // of part of the data
  if (!cache_) return;
  try {
    cache_->store(key_, [&](auto const&) { return table; }, warn);
  } catch (std::exception const& e) {  // the engine is worth more than its cache
    warn(text("calibrator: the table is not kept: ", e.what()));
  }
}

std::string digest(nvinfer1::INetworkDefinition const& network) {
  std::ostringstream all;
  auto const add = [&](nvinfer1::ITensor const* tensor) {
    if (!tensor) return;
    all << tensor->getName() << ' ' << static_cast<int>(tensor->getType()) << ' '
        << to_string(shape_of(tensor->getDimensions())) << '\n';
  };
  for (int i = 0; i < network.getNbInputs(); ++i) add(network.getInput(i));
  for (int i = 0; i < network.getNbLayers(); ++i) {
    auto const* const layer = network.getLayer(i);
    all << layer->getName() << ' ' << static_cast<int>(layer->getType()) << '\n';
    for (int k = 0; k < layer->getNbInputs(); ++k) add(layer->getInput(k));
    for (int k = 0; k < layer->getNbOutputs(); ++k) add(layer->getOutput(k));
  }
  std::ostringstream out;
  out << std::hex << std::setw(16) << std::setfill('0') << xxh64(all.str());
  return out.str();
}

}  // namespace trtp::runtime

#include "logger.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <utility>

#include "memory/device_memory_resource.h"
#include "op/error.h"

namespace trtp::runtime {

struct Operation::State {
  std::recursive_mutex mutex;  // recursive: a sink may end up in TensorRT again
  Sink sink;
  std::vector<std::string> refusals, errors, warnings;
  bool out_of_memory = false;
  bool kept = false;       // for a next operation
  bool under_way = false;  // nothing belongs to it otherwise

  explicit State(Sink s) : sink(std::move(s)) {}

  // False if it is in use already: who takes its lines has come back to TensorRT.
  bool begin() {
    std::lock_guard<std::recursive_mutex> const lock(mutex);
    return !std::exchange(under_way, true);
  }

  // Waits for lines that are being taken.
  void end() {
    std::lock_guard<std::recursive_mutex> const lock(mutex);
    under_way = false;
    for (auto* const lines : {&refusals, &errors, &warnings}) lines->clear();
    out_of_memory = false;
    if (!kept) sink = nullptr;
  }

  // Whether the line was its own.
  bool add(Severity severity, char const* message, Refusal const* refusal) noexcept {
    try {
      std::lock_guard<std::recursive_mutex> const lock(mutex);
      if (!under_way) return false;
      if (refusal) {
        keep(refusals, message);
        out_of_memory = out_of_memory || *refusal == Refusal::out_of_memory;
      } else if (severity <= Severity::kERROR) {
        keep(errors, message);
      } else if (severity == Severity::kWARNING) {
        keep(warnings, message);
      }
      if (sink) sink(severity, message);
    } catch (...) {  // a log must not break what it logs
    }
    return true;
  }

 private:
  static void keep(std::vector<std::string>& lines, char const* message) {
    constexpr size_t max_lines = 50;  // a failing build can write thousands
    if (lines.size() < max_lines && (lines.empty() || lines.back() != message))
      lines.emplace_back(message);
  }
};

namespace {

using States = std::vector<std::shared_ptr<Operation::State>>;

thread_local Operation::State* current = nullptr;

// Never destroyed: TensorRT may write while the process ends.
struct Active {
  std::mutex mutex;
  States states;
};
Active& active() {
  static auto* const instance = new Active;
  return *instance;
}

std::shared_ptr<Operation::State> make_active(Sink sink) {
  auto state = std::make_shared<Operation::State>(std::move(sink));
  std::lock_guard<std::mutex> const lock(active().mutex);
  active().states.push_back(state);
  return state;
}

void forget(std::shared_ptr<Operation::State> const& state) {
  std::lock_guard<std::mutex> const lock(active().mutex);
  auto& states = active().states;
  states.erase(std::find(states.begin(), states.end(), state));
}

void deliver(Severity severity, char const* message, Refusal const* refusal) noexcept {
  if (current) {
    current->add(severity, message, refusal);
    return;
  }
  // A worker thread does not say whose work it does: every operation under way gets the line.
  bool taken = false;
  try {
    States states;
    {
      std::lock_guard<std::mutex> const lock(active().mutex);
      states = active().states;
    }
    for (auto const& state : states) taken = state->add(severity, message, refusal) || taken;
  } catch (...) {  // out of memory
  }
  if (!taken && severity <= Severity::kWARNING) {
    std::fprintf(stderr, "%s %s: %s\n", refusal ? "trtplugins" : "TensorRT", name_of(severity),
                 message);
  }
}

// The ONNX parser warns of every attribute that a plugin's node leaves to its default.
bool is_only_a_default(char const* message) noexcept {
  return std::strstr(message, "not found in plugin node! Ensure that the plugin creator has") !=
         nullptr;
}

class Logger final : public nvinfer1::ILogger {
 public:
  void log(Severity severity, char const* message) noexcept override {
    if (!message) return;
    deliver(is_only_a_default(message) ? Severity::kVERBOSE : severity, message, nullptr);
  }
};

}  // namespace

char const* name_of(Severity severity) noexcept {
  switch (severity) {
    case Severity::kINTERNAL_ERROR: return "internal error";
    case Severity::kERROR: return "error";
    case Severity::kWARNING: return "warning";
    case Severity::kINFO: return "info";
    default: return "verbose";
  }
}

nvinfer1::ILogger& logger() {
  static auto* const instance = new Logger;
  return *instance;
}

void refused(Refusal refusal, std::string const& message) noexcept {
  deliver(Severity::kWARNING, message.c_str(), &refusal);
}

void warn(std::string const& message) noexcept {
  logger().log(Severity::kWARNING, message.c_str());
}

Operation::Kept::Kept(Sink sink) : state_(make_active(std::move(sink))) { state_->kept = true; }

Operation::Kept::~Kept() { forget(state_); }

Operation::Operation(Sink sink) : state_(make_active(std::move(sink))), outer_(current) {
  state_->begin();
  current = state_.get();
}

Operation::Operation(Kept const& kept)
    : state_(kept.state_->begin() ? kept.state_ : make_active(kept.state_->sink)), outer_(current) {
  if (!state_->kept) state_->begin();
  current = state_.get();
}

Operation::~Operation() {
  current = outer_;
  if (!state_->kept) forget(state_);
  state_->end();
}

bool Operation::has_errors() const {
  std::lock_guard<std::recursive_mutex> const lock(state_->mutex);
  return !state_->errors.empty();
}

void Operation::fail(std::string const& message, std::vector<std::string> const& told) const {
  auto out = message;
  std::lock_guard<std::recursive_mutex> const lock(state_->mutex);
  auto lines = state_->refusals;
  auto const& theirs = state_->errors.empty() ? state_->warnings : state_->errors;
  lines.insert(lines.end(), theirs.begin(), theirs.end());
  for (auto const& line : lines) {
    bool const known = std::any_of(told.begin(), told.end(), [&](auto const& t) {
      return !t.empty() && line.find(t) != std::string::npos;
    });
    if (!known) out += "\n  " + line;
  }
  if (state_->out_of_memory) throw memory::OutOfMemory(out);
  throw Error(out);
}

}  // namespace trtp::runtime

#pragma once

#include <NvInfer.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trtp::runtime {

using Severity = nvinfer1::ILogger::Severity;

// Receives every line of TensorRT's log, verbose ones included. Called from any thread, never twice
// at once for one operation. What it throws is dropped.
using Sink = std::function<void(Severity, std::string const&)>;

// "error", "warning", "info", "verbose"; "internal error"
char const* name_of(Severity severity) noexcept;

// The logger that TensorRT is given. There is one for the life of the process: TensorRT keeps the
// pointer beyond the builder or runtime it came with, and plugins write to it too. Lines written
// outside of any operation go to standard error if they are warnings or errors, else nowhere.
nvinfer1::ILogger& logger();

// That TensorRT was refused something: a warning among its lines, which unlike its own ones is
// always part of what fail() says.
enum class Refusal { other, out_of_memory };
void refused(Refusal refusal, std::string const& message) noexcept;

// A line of ours among those of TensorRT.
void warn(std::string const& message) noexcept;

// While one of these lives, the lines of its thread are its own; so are those of TensorRT's worker
// threads, which belong to no operation. Errors and warnings are kept for fail(), everything goes
// to the sink. A thread that makes one must not hold a lock that the sink needs, Python's above
// all.
class Operation {
 public:
  struct State;

  // What operations that follow each other need, made once: an operation of its own takes longer
  // than some of TensorRT's calls.
  class Kept {
   public:
    explicit Kept(Sink sink);
    ~Kept();  // not before its operations
    Kept(Kept const&) = delete;
    Kept& operator=(Kept const&) = delete;

   private:
    friend class Operation;
    std::shared_ptr<State> state_;
  };

  explicit Operation(Sink sink = {});
  explicit Operation(Kept const& kept);
  ~Operation();  // waits for lines that are being taken; the sink is not called after it
  Operation(Operation const&) = delete;
  Operation& operator=(Operation const&) = delete;

  bool has_errors() const;  // whether TensorRT wrote any

  // Throws Error: `message` and below it what TensorRT wrote: its errors or, if there are none, its
  // warnings, besides what it was refused. Lines that contain one of `told` are left out. If
  // memory was refused, the Error is an OutOfMemory.
  [[noreturn]] void fail(std::string const& message,
                         std::vector<std::string> const& told = {}) const;

 private:
  std::shared_ptr<State> state_;
  State* const outer_;
};

}  // namespace trtp::runtime

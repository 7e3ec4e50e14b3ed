#include "warning.h"

#include <cstdio>
#include <memory>
#include <mutex>
#include <utility>

namespace trtp::memory {

namespace {

// Never destroyed: the last resource may go after everything else.
struct Sink {
  std::mutex mutex;
  std::shared_ptr<WarningSink> function;
};
Sink& sink() {
  static auto* const instance = new Sink;
  return *instance;
}

}  // namespace

void set_warning_sink(WarningSink function) {
  auto next = function ? std::make_shared<WarningSink>(std::move(function)) : nullptr;
  std::lock_guard<std::mutex> const lock(sink().mutex);
  sink().function.swap(next);
}

void warn(std::string const& message) noexcept {
  try {
    std::shared_ptr<WarningSink> function;
    {
      std::lock_guard<std::mutex> const lock(sink().mutex);
      function = sink().function;
    }
    if (function) return (*function)(message);
  } catch (...) {  // a warning must not break what it is about
  }
  std::fprintf(stderr, "trtplugins warning: %s\n", message.c_str());
}

}  // namespace trtp::memory

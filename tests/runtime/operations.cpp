// Whose the lines of TensorRT's log are; run by test_operations.py.

#include <cstdio>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "runtime/logger.h"

using trtp::runtime::Operation;
using Severity = nvinfer1::ILogger::Severity;

namespace {

void log(char const* line) { trtp::runtime::logger().log(Severity::kERROR, line); }
void log_elsewhere(char const* line) { std::thread(log, line).join(); }

void fail(Operation const& operation, char const* what) {
  try {
    operation.fail(what);
  } catch (std::exception const& error) {
    std::string lines = error.what();
    for (auto& c : lines) c = c == '\n' ? ';' : c;
    std::printf("%s\n", lines.c_str());
  }
}

}  // namespace

int main() {
  std::vector<std::string> taken;
  {
    Operation::Kept const kept([&](Severity, std::string const& line) { taken.push_back(line); });
    log("before");
    {
      Operation const operation(kept);
      log("its own");
      log_elsewhere("of a worker");
      {
        Operation const within(kept);  // of whoever takes the lines
        log("within");
        fail(within, "within failed");
      }
      {
        Operation const other;
        log("another's");
      }
      log("its own again");
      fail(operation, "failed");
    }
    log_elsewhere("between");
    Operation const next(kept);
    fail(next, "next failed");
  }
  log("after");
  for (auto const& line : taken) std::printf("taken: %s\n", line.c_str());
}

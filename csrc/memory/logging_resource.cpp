#include "logging_resource.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <mutex>
#include <thread>
#include <utility>

#include "alignment.h"

namespace trtp::memory {

namespace {

// "2026-01-31 23:59:59.123456", UTC
std::string now() {
  using namespace std::chrono;
  auto const time = system_clock::now();
  auto const seconds = system_clock::to_time_t(time);
  auto const rest = duration_cast<microseconds>(time.time_since_epoch()) % 1'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::ostringstream out;
  out << std::put_time(&parts, "%F %T") << '.' << std::setw(6) << std::setfill('0') << rest.count();
  return out.str();
}

struct File {
  explicit File(std::string const& path) : stream(path) {
    if (!stream) fail("logging: cannot write ", path, ": ", std::strerror(errno));
  }
  void write(std::string const& line) {
    std::lock_guard<std::mutex> const lock(mutex);
    stream << line << std::endl;  // flushes
  }
  std::mutex mutex;
  std::ofstream stream;
};

}  // namespace

LoggingResource::LoggingResource(std::shared_ptr<DeviceMemoryResource> upstream, Sink sink)
    : ResourceAdaptor("logging", std::move(upstream)), sink_(std::move(sink)) {
  if (!sink_) fail("logging: expected a function that takes lines, got none");
}

LoggingResource::Sink LoggingResource::file(std::string const& path) {
  auto const file = std::make_shared<File>(path);
  file->write(header);
  return [file](std::string const& line) { file->write(line); };
}

void LoggingResource::log(char const* action, void const* address, size_t size, size_t alignment,
                          cudaStream_t stream) const noexcept {
  try {
    std::ostringstream line;
    line << now() << ',' << std::this_thread::get_id() << ',' << action << std::hex << ",0x"
         << number_of(address) << std::dec << ',' << size << ',' << alignment << std::hex << ",0x"
         << number_of(stream);
    sink_(line.str());
  } catch (...) {  // a log must not break what it logs
  }
}

void* LoggingResource::do_allocate(size_t size, size_t alignment, cudaStream_t stream) {
  void* address = nullptr;
  try {
    address = upstream()->allocate(size, alignment, stream);
  } catch (...) {
    log("allocate failed", nullptr, size, alignment, stream);
    throw;
  }
  log("allocate", address, size, alignment, stream);
  return address;
}

void LoggingResource::do_deallocate(void* address, size_t size, size_t alignment,
                                    cudaStream_t stream) {
  // Before the upstream has it: another thread may be given the address, and its line come first.
  log("deallocate", address, size, alignment, stream);
  try {
    upstream()->deallocate(address, size, alignment, stream);
  } catch (...) {
    log("deallocate failed", address, size, alignment, stream);
    throw;
  }
}

}  // namespace trtp::memory

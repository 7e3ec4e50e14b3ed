#include "plan_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>
#include <utility>

#include "xxh64.h"

namespace trtp::runtime {

namespace {

[[noreturn]] void fail_with_errno(std::string const& path) {
  fail(path, ": ", std::strerror(errno));
}

class Descriptor {
 public:
  Descriptor(std::string const& path, int flags) : value_(::open(path.c_str(), flags, 0666)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

struct Contents {
  std::shared_ptr<void const> memory;
  std::string_view bytes;
};

Contents mapped(int file, size_t size) {
  auto* const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (address == MAP_FAILED) return {};
  ::madvise(address, size, MADV_WILLNEED);  // all of it is looked at, from start to end
  return {{address, [size](void* p) { ::munmap(p, size); }},
          {static_cast<char const*>(address), size}};
}

Contents read(int file, size_t size) {
  std::shared_ptr<char> const memory(new char[size], std::default_delete<char[]>());
  size_t got = 0;
  while (got < size) {
    auto const n = ::pread(file, memory.get() + got, size - got, static_cast<off_t>(got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return {};
    if (n == 0) break;  // it has become shorter
    got += static_cast<size_t>(n);
  }
  return {memory, {memory.get(), got}};
}

Contents open(std::string const& path, bool map) {
  Descriptor const file(path, O_RDONLY | O_CLOEXEC);
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) fail_with_errno(path);
  if (!S_ISREG(status.st_mode)) fail(path, ": expected a file");
  auto const size = static_cast<size_t>(status.st_size);
  if (size == 0) throw PlanError(path + ": it is empty");
  auto out = map ? mapped(file.get(), size) : read(file.get(), size);
  if (!out.memory) fail_with_errno(path);
  return out;
}

bool write_all(int file, std::string_view bytes) {
  constexpr size_t most = 1U << 30;  // Linux writes no more than 2 GiB at once
  while (!bytes.empty()) {
    auto const n = ::write(file, bytes.data(), std::min(bytes.size(), most));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

// The folder's entry is on disk too then, where the file system lets folders be synchronised.
void sync_folder(std::string const& path) {
  auto const slash = path.rfind('/');
  auto const folder = slash == path.npos ? "." : path.substr(0, std::max<size_t>(slash, 1));
  Descriptor const handle(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle.get() >= 0) ::fsync(handle.get());
}

std::string beside(std::string const& path) {
  std::random_device random;
  return text(path, ".", ::getpid(), ".", random(), ".tmp");
}

}  // namespace

PlanFile::PlanFile(std::string path, bool mapped) : path_(std::move(path)) {
  auto contents = open(path_, mapped);
  memory_ = std::move(contents.memory);
  try {
    parts_ = unpack_plan(contents.bytes);
  } catch (PlanError const& e) {
    throw PlanError(path_ + ": " + e.what());
  }
}

void PlanFile::check_unchanged() const {
  if (xxh64(parts_.plan) != parts_.checksum)
    throw PlanError(path_ + ": the file was changed in place since it was opened");
}

void write_plan(std::string const& path, std::string_view plan,
                std::optional<PlanHeader> const& header) {
  auto const start = header ? pack(*header, plan) : std::string();
  auto const temporary = beside(path);
  Descriptor const file(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  if (file.get() < 0) fail_with_errno(path);
  bool const written = write_all(file.get(), start) && write_all(file.get(), plan) &&
                       ::fsync(file.get()) == 0 &&
                       std::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    auto const why = errno;
    ::unlink(temporary.c_str());
    errno = why;
    fail_with_errno(path);
  }
  sync_folder(path);
}

}  // namespace trtp::runtime

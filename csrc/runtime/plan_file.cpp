#include "plan_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "files.h"
#include "xxh64.h"

namespace trtp::runtime {

namespace {

[[noreturn]] void fail_with_errno(std::string const& path) {
  fail(path, ": ", std::strerror(errno));
}

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
  FileHandle const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) fail_with_errno(path);
  if (!S_ISREG(status.st_mode)) fail(path, ": expected a file");
  auto const size = static_cast<size_t>(status.st_size);
  if (size == 0) throw PlanError(path + ": it is empty");
  auto out = map ? mapped(file.get(), size) : read(file.get(), size);
  if (!out.memory) fail_with_errno(path);
  return out;
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
  replace_file(path, {header ? pack(*header, plan) : std::string(), plan});
}

}  // namespace trtp::runtime

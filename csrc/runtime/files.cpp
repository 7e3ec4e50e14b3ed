#include "files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <random>
#include <vector>

#include "op/error.h"

namespace trtp::runtime {

namespace {

[[noreturn]] void fail_with_errno(char const* what, std::string const& path) {
  fail("cannot ", what, " '", path, "': ", std::strerror(errno));
}

std::string folder_of(std::string const& path) {
  auto const folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Throws nothing, so that what was wrong can still be said.
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
void sync_folder(std::string const& folder) {
  FileHandle const handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() >= 0) ::fsync(handle.get());
}

}  // namespace

FileHandle::~FileHandle() {
  if (value_ >= 0) ::close(value_);
}

std::optional<std::string> read_file_if_there(std::string const& path) {
  FileHandle const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  if (file.get() < 0) fail_with_errno("read", path);
  std::string out;
  std::vector<char> piece(1 << 16);
  for (;;) {
    auto const n = ::read(file.get(), piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail_with_errno("read", path);
    if (n == 0) return out;
    out.append(piece.data(), static_cast<size_t>(n));
  }
}

std::string read_file(std::string const& path) {
  auto out = read_file_if_there(path);
  if (!out) fail("cannot read '", path, "': ", std::strerror(ENOENT));
  return *std::move(out);
}

void replace_file(std::string const& path, std::initializer_list<std::string_view> parts) {
  static std::atomic<unsigned> count{0};
  // Processes of several machines may write to one folder, with the same numbers.
  static unsigned const number = std::random_device()();
  auto const temporary = text(path, ".", ::getpid(), ".", number, ".", ++count, ".tmp");
  FileHandle const file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) fail_with_errno("write", path);
  bool written = true;
  for (auto const part : parts) written = written && write_all(file.get(), part);
  written = written && ::fsync(file.get()) == 0 && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    auto const why = errno;
    ::unlink(temporary.c_str());
    errno = why;
    fail_with_errno("write", path);
  }
  sync_folder(folder_of(path));
}

void require_writable(std::string const& path) {
  auto const folder = folder_of(path);
  if (std::filesystem::is_directory(path)) fail("cannot write '", path, "': it is a folder");
  if (!std::filesystem::is_directory(folder))
    fail("cannot write '", path, "': there is no folder '", folder, "'");
  if (::access(folder.c_str(), W_OK) != 0) fail_with_errno("write to the folder", folder);
}

FileLock::FileLock(std::string const& path) : handle_(-1) {
  auto const name = path + ".lock";
  handle_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (handle_ < 0) fail_with_errno("lock", name);
  while (::flock(handle_, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    auto const why = errno;
    ::close(handle_);
    errno = why;
    fail_with_errno("lock", name);
  }
}

FileLock::~FileLock() { ::close(handle_); }

}  // namespace trtp::runtime

#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace trtp::runtime {

// A file descriptor, closed at the end; negative for none.
class FileHandle {
 public:
  explicit FileHandle(int value) : value_(value) {}
  ~FileHandle();
  FileHandle(FileHandle const&) = delete;
  FileHandle& operator=(FileHandle const&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

// The whole file. Throws Error naming it and the system's words.
std::string read_file(std::string const& path);
// Nothing if there is no such file.
std::optional<std::string> read_file_if_there(std::string const& path);

// A file beside `path` takes its place once it is complete and on disk: whoever reads meanwhile
// sees the old one or the new one, whenever this process ends. Throws Error; `path` is then as it
// was.
void replace_file(std::string const& path, std::initializer_list<std::string_view> parts);

// Throws Error unless a file can be made at `path`: its folder exists and can be written to.
void require_writable(std::string const& path);

// Held by one process at a time, and by one thread of it: a lock on the file `path`.lock, which is
// made if need be and stays. The system lets go of it if the process ends. On `path` itself it
// would be lost, since that is replaced. Throws Error where the file system has no locks.
class FileLock {
 public:
  explicit FileLock(std::string const& path);
  ~FileLock();
  FileLock(FileLock const&) = delete;
  FileLock& operator=(FileLock const&) = delete;

 private:
  int handle_;
};

}  // namespace trtp::runtime

#pragma once

#include <optional>
#include <string>

namespace trtp::runtime {

// The whole file. Throws Error naming it and the system's words.
std::string read_file(std::string const& path);
// Nothing if there is no such file.
std::optional<std::string> read_file_if_there(std::string const& path);

// A file beside `path` takes its place once it is complete and on disk: whoever reads meanwhile
// sees the old one or the new one, whenever this process ends. Throws Error; `path` is then as it
// was.
void replace_file(std::string const& path, std::string const& contents);

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

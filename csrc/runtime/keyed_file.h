#pragma once

#include <functional>
#include <optional>
#include <string>

namespace trtp::runtime {

// A file of byte strings by key: what TensorRT caches for several of its versions, GPUs or models,
// side by side. Nothing in it is believed before its checksum is. `kind` tells files of different
// use apart. Processes and threads may share the file.
//
//   0  "TRTPKEYD"          24 uint64 length of the whole
//   8  kind, 16 bytes      32 entries: uint32 and uint64 lengths of key and data, key, data
//                          at the end uint64, the XXH64 of all before it
//
// Numbers are little-endian.
class KeyedFile {
 public:
  // Throws Error if `kind` is longer than 16 bytes or nothing can be written at `path`.
  KeyedFile(std::string path, std::string kind);

  std::string const& path() const { return path_; }

  // What is stored under `key`. Nothing too if the file is damaged or not one of these, of which
  // `warn` is told.
  using Warn = std::function<void(std::string const&)>;
  std::optional<std::string> load(std::string const& key, Warn const& warn) const;

  // Stores what `merge` makes of the present data, with the file locked meanwhile and replaced at
  // once. A damaged file is written anew. A file that is something else is left as it is: `warn` is
  // told, since somebody may need it. Throws Error if it cannot be written, and what `merge`
  // throws; the file is then as it was.
  using Merge = std::function<std::string(std::optional<std::string> const& present)>;
  void store(std::string const& key, Merge const& merge, Warn const& warn) const;

 private:
  std::string path_, kind_;
};

}  // namespace trtp::runtime

#include "keyed_file.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "files.h"
#include "op/error.h"
#include "xxh64.h"

namespace trtp::runtime {

namespace {

constexpr char magic[] = "TRTPKEYD";
constexpr size_t magic_size = 8, kind_size = 16, header_size = 32, checksum_size = 8;

using Entries = std::map<std::string, std::string>;

template <class T>
void put(std::string& out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i)
    out += static_cast<char>(static_cast<uint64_t>(value) >> (8 * i) & 0xFF);
}

template <class T>
T get(std::string const& bytes, size_t at) {
  uint64_t out = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    out |= static_cast<uint64_t>(static_cast<unsigned char>(bytes.at(at + i))) << (8 * i);
  return static_cast<T>(out);
}

std::string padded(std::string kind) {
  kind.resize(kind_size, '\0');
  return kind;
}

// As far as it goes: a file that was cut off is still one of ours.
bool is_ours(std::string const& bytes, std::string const& kind) {
  auto const start = magic + padded(kind);
  auto const size = std::min(bytes.size(), start.size());
  return bytes.compare(0, size, start, 0, size) == 0;
}

std::string pack(Entries const& entries, std::string const& kind) {
  std::string body;
  for (auto const& [key, data] : entries) {
    put(body, static_cast<uint32_t>(key.size()));
    put(body, static_cast<uint64_t>(data.size()));
    body += key + data;
  }
  std::string out = magic + padded(kind);
  put(out, static_cast<uint64_t>(header_size + body.size() + checksum_size));
  out += body;
  put(out, xxh64(out));
  return out;
}

// Nothing if the file is damaged.
std::optional<Entries> unpack(std::string const& bytes) {
  if (bytes.size() < header_size + checksum_size) return std::nullopt;
  auto const end = bytes.size() - checksum_size;
  if (get<uint64_t>(bytes, magic_size + kind_size) != bytes.size() ||
      get<uint64_t>(bytes, end) != xxh64(std::string_view(bytes).substr(0, end))) {
    return std::nullopt;
  }
  Entries out;
  for (size_t at = header_size; at < end;) {
    constexpr size_t lengths = 12;
    if (end - at < lengths) return std::nullopt;
    auto const key = get<uint32_t>(bytes, at);
    auto const data = get<uint64_t>(bytes, at + 4);
    at += lengths;
    if (key > end - at || data > end - at - key) return std::nullopt;
    out[bytes.substr(at, key)] = bytes.substr(at + key, data);
    at += key + data;
  }
  return out;
}

}  // namespace

KeyedFile::KeyedFile(std::string path, std::string kind)
    : path_(std::move(path)), kind_(std::move(kind)) {
  if (kind_.size() > kind_size) fail("the kind of a file: at most 16 bytes, got '", kind_, "'");
  require_writable(path_);
}

std::optional<std::string> KeyedFile::load(std::string const& key, Warn const& warn) const {
  auto const bytes = read_file_if_there(path_);
  if (!bytes || bytes->empty()) return std::nullopt;
  if (!is_ours(*bytes, kind_)) {
    warn(text("'", path_, "' is not a ", kind_, " of this library: it is not used"));
    return std::nullopt;
  }
  auto entries = unpack(*bytes);
  if (!entries) {
    warn(text("the ", kind_, " '", path_, "' is damaged: it is not used"));
    return std::nullopt;
  }
  auto const it = entries->find(key);
  if (it == entries->end()) return std::nullopt;
  return std::move(it->second);
}

void KeyedFile::store(std::string const& key, Merge const& merge, Warn const& warn) const {
  FileLock const lock(path_);
  auto const bytes = read_file_if_there(path_);
  Entries entries;
  if (bytes && !bytes->empty()) {
    if (!is_ours(*bytes, kind_)) {
      warn(text("'", path_, "' is not a ", kind_, " of this library: it is left as it is"));
      return;
    }
    // What is damaged holds nothing that could be lost.
    if (auto found = unpack(*bytes)) entries = *std::move(found);
  }
  auto const it = entries.find(key);
  auto const present = it == entries.end() ? std::nullopt : std::optional<std::string>(it->second);
  auto merged = merge(present);
  if (present && *present == merged) return;
  entries[key] = std::move(merged);
  replace_file(path_, {pack(entries, kind_)});
}

}  // namespace trtp::runtime

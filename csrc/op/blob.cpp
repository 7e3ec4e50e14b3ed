#include "blob.h"

#include <array>
#include <cstring>

#include "error.h"

namespace trtp {

namespace {

constexpr std::string_view magic = "TRTP";
constexpr uint16_t native_order = 0x0102;
constexpr uint16_t format = 1;
constexpr size_t length_at = 8, checksum_at = 12, header_size = 16;

// CRC-32 as in IEEE 802.3, reflected, polynomial 0xEDB88320.
constexpr std::array<uint32_t, 256> crc_table = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t c = i;
    for (int k = 0; k < 8; ++k) c = (c >> 1) ^ ((c & 1U) ? 0xEDB88320U : 0U);
    table[i] = c;
  }
  return table;
}();

uint32_t checksum(std::string_view bytes) {
  uint32_t c = 0xFFFFFFFFU;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i >= checksum_at && i < header_size) continue;
    c = (c >> 8) ^ crc_table[(c ^ static_cast<unsigned char>(bytes[i])) & 0xFFU];
  }
  return ~c;
}

struct Writer {
  std::string out;
  template <class T>
  void put(T v) {
    out.append(reinterpret_cast<char const*>(&v), sizeof v);
  }
  void put_name(std::string const& s) {
    put(static_cast<uint16_t>(s.size()));
    out += s;
  }
};

struct Reader {
  std::string_view in;
  std::string_view take(size_t n) {
    if (n > in.size()) fail("plugin data is corrupt: it ends in the middle of a field");
    auto const s = in.substr(0, n);
    in.remove_prefix(n);
    return s;
  }
  template <class T>
  T get() {
    T v;
    std::memcpy(&v, take(sizeof v).data(), sizeof v);
    return v;
  }
  std::string get_name() { return std::string(take(get<uint16_t>())); }
};

template <class T>
T at(std::string_view bytes, size_t offset) {
  T v;
  std::memcpy(&v, bytes.data() + offset, sizeof v);
  return v;
}

}  // namespace

std::string pack(std::string const& name, uint32_t schema, uint32_t present, uint32_t outputs,
                 Values const& values) {
  Writer w;
  w.out = magic;
  w.put(native_order);
  w.put(format);
  w.put(uint32_t{0});
  w.put(uint32_t{0});
  w.put_name(name);
  w.put(schema);
  w.put(present);
  w.put(outputs);
  std::vector<std::string> storage;
  auto const fields = fields_of(values, storage);
  w.put(static_cast<uint16_t>(fields.size()));
  for (auto const& f : fields) {
    w.put_name(f.name);
    w.put(f.kind);
    w.put(static_cast<uint32_t>(f.count));
    w.out.append(static_cast<char const*>(f.data), size_of(f.kind) * static_cast<size_t>(f.count));
  }
  auto const length = static_cast<uint32_t>(w.out.size());
  std::memcpy(w.out.data() + length_at, &length, sizeof length);
  auto const crc = checksum(w.out);
  std::memcpy(w.out.data() + checksum_at, &crc, sizeof crc);
  return std::move(w.out);
}

Blob unpack(std::string_view bytes) {
  if (bytes.size() < header_size || bytes.substr(0, magic.size()) != magic) {
    fail("this is no plugin data of trtplugins (", bytes.size(), " bytes)");
  }
  auto const order = at<uint16_t>(bytes, 4);
  if (order == 0x0201) fail("plugin data was written on a machine of the other byte order");
  auto const version = at<uint16_t>(bytes, 6);
  if (order == native_order && version > format) {
    fail("plugin data has format ", version, ", this trtplugins reads up to ", format,
         ": use the trtplugins that built the engine, or a newer one, or rebuild the engine");
  }
  auto const length = at<uint32_t>(bytes, length_at);
  if (length != bytes.size()) {
    fail("plugin data is truncated or corrupt: ", length, " bytes were written, ", bytes.size(),
         " came");
  }
  if (checksum(bytes) != at<uint32_t>(bytes, checksum_at))
    fail("plugin data is corrupt: wrong checksum");

  Reader r{bytes.substr(header_size)};
  Blob blob;
  blob.name = r.get_name();
  blob.schema = r.get<uint32_t>();
  blob.present = r.get<uint32_t>();
  blob.outputs = r.get<uint32_t>();
  auto const count = r.get<uint16_t>();
  for (int i = 0; i < count; ++i) {
    Field f;
    f.name = r.get_name();
    auto const kind = r.get<uint8_t>();
    if (kind > static_cast<uint8_t>(Kind::chars))
      fail("plugin data is corrupt: attribute of unknown kind");
    f.kind = static_cast<Kind>(kind);
    f.count = r.get<uint32_t>();
    f.data = r.take(size_of(f.kind) * static_cast<size_t>(f.count)).data();
    blob.fields.push_back(std::move(f));
  }
  if (!r.in.empty()) fail("plugin data is corrupt: ", r.in.size(), " bytes too many");
  return blob;
}

std::string_view const blob_start = magic;

std::optional<Blob> blob_at(std::string_view bytes) {
  if (bytes.size() < header_size) return std::nullopt;
  auto const length = at<uint32_t>(bytes, length_at);
  if (length < header_size || length > bytes.size()) return std::nullopt;
  try {
    return unpack(bytes.substr(0, length));
  } catch (Error const&) {  // the start of something else
    return std::nullopt;
  }
}

}  // namespace trtp

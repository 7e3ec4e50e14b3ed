#include "plan_header.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "op/blob.h"
#include "xxh64.h"

namespace trtp::runtime {

namespace {

constexpr std::string_view magic = "TRTPPLAN";
constexpr uint16_t native_order = 0x0102, other_order = 0x0201;
constexpr uint16_t format = 1;
constexpr size_t page = 4096;
constexpr size_t order_at = 8, format_at = 10, offset_at = 12, size_at = 16, checksum_at = 24,
                 header_checksum_at = 32, text_at = 40;

// What TensorRT's own plans begin with; "ftrt" since 8.6.
constexpr std::string_view tag = "ftrt", old_tag = "ptrt";
constexpr size_t tag_version_at = 4, tag_size_at = 16, tensorrt_at = 24, tag_end = 28;

constexpr std::pair<char const*, std::string PlanHeader::*> fields[] = {
    {"tensorrt", &PlanHeader::tensorrt},
    {"trtplugins", &PlanHeader::trtplugins},
    {"cuda", &PlanHeader::cuda},
    {"gpu", &PlanHeader::gpu},
    {"compute capability", &PlanHeader::compute_capability},
    {"hardware compatibility", &PlanHeader::hardware_compatibility},
};
constexpr std::string_view operator_key = "operator";

template <class T>
T at(std::string_view bytes, size_t offset) {
  T v;
  std::memcpy(&v, bytes.data() + offset, sizeof v);
  return v;
}

template <class T>
void put(std::string& bytes, size_t offset, T v) {
  std::memcpy(bytes.data() + offset, &v, sizeof v);
}

bool begins_with(std::string_view bytes, std::string_view start) {
  return bytes.substr(0, start.size()) == start;
}

std::string one_line(std::string value) {
  std::replace_if(value.begin(), value.end(), [](char c) { return c == '\n' || c == '\0'; }, ' ');
  return value;
}

uint64_t header_checksum(std::string_view header) {
  std::string covered(header);
  covered.erase(header_checksum_at, sizeof(uint64_t));
  return xxh64(covered);
}

std::string text_of(PlanHeader const& header) {
  std::string out;
  for (auto const& [key, field] : fields) out += text(key, ": ", one_line(header.*field), "\n");
  for (auto const& op : header.operators)
    out += text(operator_key, ": ", one_line(op.name), " ", op.version, "\n");
  return out;
}

PlanOperator operator_of(std::string_view value) {
  auto const space = value.rfind(' ');
  PlanOperator out;
  out.name = value.substr(0, space);
  auto const digits = space == value.npos ? "" : value.substr(space + 1);
  bool const number = !digits.empty() && digits.size() < 10 &&
                      digits.find_first_not_of("0123456789") == digits.npos;
  if (!number) throw PlanError(text("its header is corrupt: operator '", value, "'"));
  out.version = static_cast<uint32_t>(std::stoul(std::string(digits)));
  return out;
}

// Keys that are not known are of a newer trtplugins.
PlanHeader header_of(std::string_view lines) {
  PlanHeader out;
  while (!lines.empty() && lines[0] != '\0') {
    auto const line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    auto const colon = line.find(": ");
    if (colon == line.npos) throw PlanError(text("its header is corrupt: '", line, "'"));
    auto const key = line.substr(0, colon), value = line.substr(colon + 2);
    for (auto const& [name, field] : fields) {
      if (key == name) out.*field = value;
    }
    if (key == operator_key) out.operators.push_back(operator_of(value));
  }
  return out;
}

PlanParts unpack_with_header(std::string_view bytes) {
  auto const refuse = [](auto const&... parts) { throw PlanError(text(parts...)); };
  if (bytes.size() < text_at) refuse("it is truncated: it ends in its header");
  auto const order = at<uint16_t>(bytes, order_at);
  if (order == other_order) refuse("it was written on a machine of the other byte order");
  if (auto const f = at<uint16_t>(bytes, format_at); order == native_order && f > format) {
    refuse("its header has format ", f, ", written by a newer trtplugins; expected up to ", format);
  }
  size_t const offset = at<uint32_t>(bytes, offset_at);
  if (offset < text_at) refuse("its header is damaged: the plan would begin at byte ", offset);
  if (offset > bytes.size())
    refuse("it is truncated or damaged: expected a header of ", offset, " bytes, got ",
           bytes.size());
  auto const header = bytes.substr(0, offset);
  if (header_checksum(header) != at<uint64_t>(bytes, header_checksum_at))
    refuse("its header is damaged: wrong checksum");

  PlanParts out;
  out.header = header_of(header.substr(text_at));
  out.plan = bytes.substr(offset);
  auto const size = at<uint64_t>(bytes, size_at);
  if (out.plan.size() != size) {
    refuse("it is ", out.plan.size() < size ? "truncated" : "damaged", ": expected a plan of ",
           size, " bytes, got ", out.plan.size());
  }
  out.checksum = xxh64(out.plan);
  if (out.checksum != at<uint64_t>(bytes, checksum_at))
    refuse("it is damaged: the plan's checksum is wrong");
  return out;
}

// How long TensorRT's own header says that the whole plan is; 0 if it does not say.
uint64_t stated_size(std::string_view plan) {
  return tensorrt_of(plan).empty() ? 0 : at<uint64_t>(plan, tag_size_at);
}

std::string shown(std::string_view bytes) {
  std::string out;
  for (char const c : bytes.substr(0, 8)) out += c >= ' ' && c <= '~' ? c : '.';
  return out;
}

}  // namespace

bool PlanHeader::operator==(PlanHeader const& o) const {
  return operators == o.operators &&
         std::all_of(std::begin(fields), std::end(fields),
                     [&](auto const& f) { return this->*f.second == o.*f.second; });
}

std::string pack(PlanHeader const& header, std::string_view plan) {
  std::string out(text_at, '\0');
  out.replace(0, magic.size(), magic);
  put(out, order_at, native_order);
  put(out, format_at, format);
  out += text_of(header);
  out.resize((out.size() + page - 1) / page * page);
  put(out, offset_at, static_cast<uint32_t>(out.size()));
  put(out, size_at, static_cast<uint64_t>(plan.size()));
  put(out, checksum_at, xxh64(plan));
  put(out, header_checksum_at, header_checksum(out));
  return out;
}

PlanParts unpack_plan(std::string_view bytes) {
  if (bytes.empty()) throw PlanError("it is empty");
  if (begins_with(bytes, magic)) return unpack_with_header(bytes);
  if (begins_with(bytes, tag) || begins_with(bytes, old_tag)) {
    if (auto const size = stated_size(bytes); size > bytes.size())
      throw PlanError(text("it is truncated: expected ", size, " bytes, got ", bytes.size()));
    PlanParts out;
    out.plan = bytes;
    out.checksum = xxh64(bytes);
    return out;
  }
  throw PlanError(text("it is no plan: expected it to begin with '", magic, "' or, as TensorRT's ",
                       "own, with '", tag, "', got '", shown(bytes), "'"));
}

std::string tensorrt_of(std::string_view plan) {
  if (plan.size() < tag_end || !begins_with(plan, tag) || at<uint32_t>(plan, tag_version_at) != 0)
    return "";
  auto const v = at<std::array<uint8_t, 3>>(plan, tensorrt_at);
  if (v[0] < 8 || v[0] > 20) return "";  // this layout is not the one that is known
  return text(int{v[0]}, ".", int{v[1]}, ".", int{v[2]});
}

std::vector<PlanOperator> operators_in(std::string_view plan) {
  std::vector<PlanOperator> out;
  auto const next = [&] {  // several times the speed of string_view::find
    return static_cast<char const*>(
        memmem(plan.data(), plan.size(), blob_start.data(), blob_start.size()));
  };
  for (auto const* found = next(); found; found = next()) {
    plan.remove_prefix(static_cast<size_t>(found - plan.data()));
    auto const blob = blob_at(plan);
    plan.remove_prefix(1);
    if (!blob) continue;
    PlanOperator const op{blob->name, blob->schema};
    if (std::find(out.begin(), out.end(), op) == out.end()) out.push_back(op);
  }
  return out;
}

}  // namespace trtp::runtime

#include "field.h"

namespace trtp {

namespace {

struct View {
  std::vector<std::string>& storage;
  Field field;

  void set(Kind kind, void const* data, size_t count) {
    field.kind = kind;
    field.data = data;
    field.count = static_cast<int64_t>(count);
  }
  void operator()(float const& v) { set(Kind::f32, &v, 1); }
  void operator()(int64_t const& v) { set(Kind::i64, &v, 1); }
  void operator()(std::string const& v) { set(Kind::chars, v.c_str(), v.size() + 1); }
  void operator()(std::vector<float> const& v) { set(Kind::f32, v.data(), v.size()); }
  void operator()(std::vector<int64_t> const& v) { set(Kind::i64, v.data(), v.size()); }
  void operator()(std::vector<std::string> const& v) {
    std::string joined;
    for (auto const& s : v) joined += s + '\0';
    storage.push_back(std::move(joined));
    set(Kind::chars, storage.back().data(), storage.back().size());
  }
};

}  // namespace

std::vector<Field> fields_of(Values const& values, std::vector<std::string>& storage) {
  std::vector<Field> out;
  storage.reserve(storage.size() + values.size());  // views point into it
  for (auto const& [name, value] : values) {
    View view{storage, {}};
    view.field.name = name;
    std::visit(view, value);
    out.push_back(std::move(view.field));
  }
  return out;
}

}  // namespace trtp

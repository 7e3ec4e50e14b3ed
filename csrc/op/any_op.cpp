#include "any_op.h"

#include <algorithm>
#include <deque>

namespace trtp {

namespace {

struct Table {
  std::deque<OpInfo> infos;  // a deque: addresses stay valid
  std::vector<OpInfo const*> sorted;
};

Table& table() {
  static auto* const t = new Table;  // never destroyed: creators refer to it, to the end
  return *t;
}

bool given(uint32_t present, int i) { return ((present >> i) & 1U) != 0; }

}  // namespace

int OpInfo::required_inputs() const {
  int n = 0;
  for (auto const& p : inputs) n += p.optional ? 0 : 1;
  return n;
}

std::string OpInfo::position(int pos) const {
  bool const input = pos < input_count();
  auto const& port = input ? inputs.at(static_cast<size_t>(pos))
                           : outputs.at(static_cast<size_t>(pos - input_count()));
  return text(input ? "input '" : "output '", port.name, "'");
}

bool admits(OpInfo const& info, AnyOp const& op, Desc const* io, int pos, uint32_t present,
            uint32_t outputs) {
  for (auto const* row : info.rows) {
    bool agrees = op.allows(row);
    for (int i = 0; agrees && i <= pos; ++i) {
      int const inputs = info.input_count();
      bool const here = i < inputs ? given(present, i) : given(outputs, i - inputs);
      agrees = !here || row[i] == io[i].type;
    }
    if (agrees) return true;
  }
  return false;
}

Type const* find_row(OpInfo const& info, AnyOp const& op, Type const* in, uint32_t present) {
  std::vector<Type const*> left;
  for (auto const* row : info.rows) {
    if (op.allows(row)) left.push_back(row);
  }
  for (int i = 0; i < info.input_count(); ++i) {
    if (!given(present, i)) continue;
    std::string expected;
    std::vector<Type const*> agree;
    for (auto const* row : left) {
      if (row[i] == in[i]) agree.push_back(row);
      auto const name = std::string(name_of(row[i]));
      if (expected.find(name) == std::string::npos)
        expected += (expected.empty() ? "" : " or ") + name;
    }
    if (agree.empty())
      fail(info.name, ": ", info.position(i), ": expected ", expected, ", got ", name_of(in[i]));
    left = std::move(agree);
  }
  return left.front();
}

void check_present(OpInfo const& info, uint32_t present) {
  if (present >> info.input_count()) {
    fail(info.name, ": expected at most ", info.input_count(), " inputs, got more");
  }
  for (int i = 0; i < info.input_count(); ++i) {
    if (!given(present, i) && !info.inputs[static_cast<size_t>(i)].optional) {
      fail(info.name, ": ", info.position(i), " is required and was not given");
    }
  }
}

std::vector<OpInfo const*> const& operators() { return table().sorted; }

OpInfo const* find_operator(std::string const& name) {
  for (auto const* info : operators()) {
    if (name == info->name || name == info->alias) return info;
  }
  return nullptr;
}

void add_operator(OpInfo info) {
  auto const* added = &table().infos.emplace_back(std::move(info));
  auto& sorted = table().sorted;
  auto const less = [](OpInfo const* a, OpInfo const* b) { return a->name < b->name; };
  sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), added, less), added);
}

}  // namespace trtp

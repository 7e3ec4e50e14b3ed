#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace trtp::runtime {

// FNV-1a, 64 bits: tells damage and change from sameness, not from malice.
class Hash {
 public:
  Hash& add(std::string_view bytes) {
    for (char const c : bytes) {
      value_ ^= static_cast<unsigned char>(c);
      value_ *= 0x100000001B3ULL;
    }
    return *this;
  }
  // With what ends it, so that ("ab", "c") differs from ("a", "bc").
  Hash& add_text(std::string_view text) { return add(text).add(std::string_view("\0", 1)); }

  uint64_t value() const { return value_; }
  std::string text() const {
    char out[17];
    std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(value_));
    return out;
  }

 private:
  uint64_t value_ = 0xCBF29CE484222325ULL;
};

}  // namespace trtp::runtime

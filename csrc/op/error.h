#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

namespace trtp {

// Every exception of this library. Visible across shared objects: it is thrown in one and caught in
// another.
struct __attribute__((visibility("default"))) Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// text(1, " of ", 2) == "1 of 2"
template <class... Parts>
std::string text(Parts const&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

template <class... Parts>
[[noreturn]] void fail(Parts const&... parts) {
  throw Error(text(parts...));
}

// Runs f; an Error that leaves it says where it came from: "Gelu: attribute 'approximate': ...".
template <class Where, class F>
decltype(auto) within(Where const& where, F&& f) {
  try {
    return f();
  } catch (Error const& e) {
    throw Error(text(where, ": ", e.what()));
  }
}

}  // namespace trtp

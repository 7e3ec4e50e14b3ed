#pragma once

#include <functional>
#include <string>

namespace trtp::memory {

// What cannot be thrown, since it is found in a destructor: leaks above all. Goes to the function
// set last, to standard error where there is none or it throws.
using WarningSink = std::function<void(std::string const&)>;
void set_warning_sink(WarningSink sink);
void warn(std::string const& message) noexcept;

}  // namespace trtp::memory

#pragma once

#include <functional>
#include <memory>

#include "cancellation.h"

namespace trtp::runtime {

// Does `work` on a thread of its own, with the caller's GPU, and calls `poll` on the caller's
// thread every 50 ms until it is done. What `work` throws is thrown. What `poll` throws cancels and
// is thrown as soon as the work has ended; should `poll` throw a second time, at once: the work,
// which must own what it uses, then ends by itself.
void run_in_background(std::function<void()> work, std::function<void()> const& poll,
                       std::shared_ptr<Cancellation> const& cancellation);

// Waits for work that was left to itself, which must not outlive main(). `poll` as above; what it
// throws ends the wait.
void wait_for_background(std::function<void()> const& poll);

}  // namespace trtp::runtime

#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "cancellation.h"
#include "logger.h"

namespace trtp::runtime {

// Does `work` on a thread of its own, with the caller's GPU, and calls `poll` on the caller's
// thread every 50 ms until it is done. What `work` throws is thrown. What `poll` throws cancels and
// is thrown at once, as is Cancelled once somebody else cancels: the work, which must own what it
// uses, is then left to itself, and what comes of it is let go of. While work that was left to
// itself goes on no other begins: that is waited for, and `log` is told so.
void run_in_background(std::function<void()> work, std::function<void()> const& poll,
                       std::shared_ptr<Cancellation> const& cancellation, Sink const& log = {});

// Whether work that was left to itself goes on.
bool is_at_work_in_background();

// Waits for it, at most so long; whether it is over. `poll` as above; what it throws ends the wait.
bool wait_for_background(std::function<void()> const& poll,
                         std::chrono::nanoseconds at_most = (std::chrono::nanoseconds::max)());

// To be called when the process is about to end. Work that is not over soon does not keep it, and
// static objects, which the work may be using, are then not destroyed.
void leave_background(std::chrono::nanoseconds at_most);

// Whether that was called and the process ends without waiting.
bool is_background_left() noexcept;

}  // namespace trtp::runtime

#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "plan_header.h"

namespace trtp::runtime {

// A plan in a file, with its header or bare. Thread-safe.
class PlanFile {
 public:
  // Mapped into memory, or read: mapped, its pages are shared with every process that has it, and
  // are read when they are first used. Whoever changes a mapped file in place, instead of replacing
  // it, changes it for all who have it mapped; truncating it ends them. Throws PlanError, which
  // names the file, for what is no whole and sound plan, and Error for a file that cannot be read.
  explicit PlanFile(std::string path, bool mapped = true);

  std::string const& path() const { return path_; }
  std::optional<PlanHeader> const& header() const { return parts_.header; }
  std::string_view plan() const { return parts_.plan; }
  PlanParts const& parts() const { return parts_; }

  // Throws PlanError if the plan is no longer what was opened.
  void check_unchanged() const;

 private:
  std::string path_;
  std::shared_ptr<void const> memory_;
  PlanParts parts_;
};

// By replace_file(). Without a header TensorRT's own tools can read it. Throws Error; `path` is
// then as it was.
void write_plan(std::string const& path, std::string_view plan,
                std::optional<PlanHeader> const& header);

}  // namespace trtp::runtime

#pragma once

#include <memory>
#include <string>

#include "device_memory_resource.h"

namespace trtp::memory {

// A resource on top of another, as stream-ordered as that one.
class ResourceAdaptor : public DeviceMemoryResource {
 public:
  char const* name() const noexcept override { return name_.c_str(); }
  bool stream_ordered() const noexcept override { return upstream_->stream_ordered(); }
  std::shared_ptr<DeviceMemoryResource> const& upstream() const noexcept { return upstream_; }

 protected:
  // Throws Error if the upstream is null. Its name becomes "<kind>(<upstream's name>)".
  ResourceAdaptor(char const* kind, std::shared_ptr<DeviceMemoryResource> upstream);

 private:
  std::shared_ptr<DeviceMemoryResource> const upstream_;
  std::string const name_;
};

}  // namespace trtp::memory

#include "resource_adaptor.h"

#include <utility>

namespace trtp::memory {

namespace {

std::shared_ptr<DeviceMemoryResource> expect(char const* kind,
                                             std::shared_ptr<DeviceMemoryResource> upstream) {
  if (!upstream) fail(kind, ": expected a resource to take memory from, got none");
  return upstream;
}

}  // namespace

ResourceAdaptor::ResourceAdaptor(char const* kind, std::shared_ptr<DeviceMemoryResource> upstream)
    : upstream_(expect(kind, std::move(upstream))),
      name_(text(kind, "(", upstream_->name(), ")")) {}

}  // namespace trtp::memory

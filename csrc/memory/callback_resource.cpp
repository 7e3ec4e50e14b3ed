#include "callback_resource.h"

#include <utility>

#include "alignment.h"

namespace trtp::memory {

CallbackResource::CallbackResource(std::string name, Callbacks callbacks)
    : AligningResource(callbacks.alignment),
      name_(std::move(name)),
      callbacks_(std::move(callbacks)) {
  if (!callbacks_.allocate || !callbacks_.deallocate)
    fail(name_, ": expected a function to allocate and one to deallocate");
  if (!is_power_of_two(callbacks_.alignment))
    fail(name_, ": expected an alignment that is a power of two, got ", callbacks_.alignment);
}

void* CallbackResource::allocate_plain(size_t size, cudaStream_t stream) {
  auto* const address = callbacks_.allocate(size, stream);
  if (!address) throw OutOfMemory(text(name_, ": cannot allocate ", size, " bytes: got none"));
  if (number_of(address) % callbacks_.alignment != 0) {
    callbacks_.deallocate(address, size, stream);
    fail(name_, ": expected an address aligned to ", callbacks_.alignment, " bytes, got ", address);
  }
  return address;
}

void CallbackResource::deallocate_plain(void* address, size_t size, cudaStream_t stream) {
  callbacks_.deallocate(address, size, stream);
}

}  // namespace trtp::memory

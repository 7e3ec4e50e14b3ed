#pragma once

#include <functional>
#include <string>

#include "aligning_resource.h"

namespace trtp::memory {

// Memory from an application's own functions, which may be called from any thread, several at once.
class CallbackResource final : public AligningResource {
 public:
  struct Callbacks {
    std::function<void*(size_t size, cudaStream_t stream)> allocate;  // null: there is none
    std::function<void(void* address, size_t size, cudaStream_t stream)> deallocate;
    size_t alignment = natural_alignment;  // which all addresses have; this is checked
    bool stream_ordered = true;
  };

  // Throws Error if a function is missing or the alignment is not a power of two.
  CallbackResource(std::string name, Callbacks callbacks);

  char const* name() const noexcept override { return name_.c_str(); }
  bool stream_ordered() const noexcept override { return callbacks_.stream_ordered; }

 private:
  // What the functions throw goes through as it is.
  void* allocate_plain(size_t size, cudaStream_t stream) override;
  void deallocate_plain(void* address, size_t size, cudaStream_t stream) override;

  std::string const name_;
  Callbacks const callbacks_;
};

}  // namespace trtp::memory

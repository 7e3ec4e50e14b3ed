#include "unload.h"

#include <dlfcn.h>
#include <semaphore.h>

#include "library.h"

// As the C++ ABI has it (Itanium C++ ABI, 3.3.6).
extern "C" int __cxa_atexit(void (*function)(void*), void* argument, void* dso) noexcept;

namespace trtp::trt {

namespace {

// Raised by exit(), and by nothing else. atexit() would not do: it runs its function when this
// library is unloaded too. A handler that belongs to no library runs at exit alone, when this
// library's code may be gone; so it is one of libc's, and its argument is never freed.
sem_t* ending() {
  static sem_t* const semaphore = [] {
    auto* s = new sem_t;
    sem_init(s, 0, 0);
    return s;
  }();
  return semaphore;
}

}  // namespace

void watch_exit() noexcept {
  auto* const post = reinterpret_cast<void*>(&sem_post);  // what it returns is not looked at
  __cxa_atexit(reinterpret_cast<void (*)(void*)>(post), ending(), nullptr);
}

bool exiting() noexcept {
  int raised = 0;
  return sem_getvalue(ending(), &raised) == 0 && raised > 0;
}

void keep_loaded() noexcept {
  static bool const pinned = [] {
    try {
      auto const path = file_of(reinterpret_cast<void const*>(&keep_loaded));
      return dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE) != nullptr;
    } catch (...) {
      return false;
    }
  }();
  static_cast<void>(pinned);
}

}  // namespace trtp::trt

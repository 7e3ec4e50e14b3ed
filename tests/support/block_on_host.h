#pragma once

// Kernels on the host, to be tried without a GPU: a block's threads are fibers of one thread, each
// of which runs until it waits for others; in which order they go on is random. Include this before
// the kernel's header, in a file compiled as C++ (not as CUDA), and call
//
//   on_host::run_block(threads, seed, {block, 0, 0}, {blocks, 1, 1}, [&] { kernel(arguments...);
//   });
//
// Warps take part in shuffles as a whole. `extern __shared__ T name[]` has to be defined by the
// including file, as thread_local, in the namespace of the kernel, and takes -fno-extern-tls-init.

#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>
#include <vector>

inline dim3 threadIdx, blockIdx, gridDim;

namespace on_host {

// Opens when all members have come.
struct Gate {
  int members = 0, come = 0;
  unsigned opened = 0;
};

struct Fiber {
  ucontext_t context{};
  std::vector<char> stack = std::vector<char>(1 << 17);
  uint64_t shown = 0;  // to the others of its warp
  bool done = false;
};

struct Block {
  std::function<void()> body;
  std::vector<Fiber> fibers;
  std::vector<Gate> warps;
  Gate all;
  ucontext_t scheduler{};
  unsigned events = 0;  // gates opened and fibers ended

  Fiber& here() { return fibers[threadIdx.x]; }
};

inline Block* current;

inline void wait(Gate& gate) {
  if (++gate.come == gate.members) {
    gate.come = 0;
    ++gate.opened;
    ++current->events;
    return;
  }
  unsigned const before = gate.opened;
  while (gate.opened == before) swapcontext(&current->here().context, &current->scheduler);
}

inline void enter() {
  current->body();
  current->here().done = true;
  ++current->events;
}

inline void run_block(int threads, uint32_t seed, dim3 block, dim3 grid,
                      std::function<void()> body) {
  Block b;
  current = &b;
  b.body = std::move(body);
  blockIdx = block;
  gridDim = grid;
  b.fibers.resize(static_cast<size_t>(threads));
  b.warps.resize(static_cast<size_t>(threads) / 32, Gate{32});
  b.all.members = threads;
  for (auto& fiber : b.fibers) {
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack.data();
    fiber.context.uc_stack.ss_size = fiber.stack.size();
    fiber.context.uc_link = &b.scheduler;
    makecontext(&fiber.context, enter, 0);
  }
  std::vector<unsigned> order(b.fibers.size());
  for (unsigned i = 0; i < order.size(); ++i) order[i] = i;
  std::mt19937 random(seed);
  while (!std::all_of(b.fibers.begin(), b.fibers.end(), [](Fiber const& f) { return f.done; })) {
    std::shuffle(order.begin(), order.end(), random);
    unsigned const before = b.events;
    for (unsigned const i : order) {
      if (b.fibers[i].done) continue;
      threadIdx.x = i;
      swapcontext(&b.scheduler, &b.fibers[i].context);
    }
    if (b.events != before) continue;
    std::fprintf(stderr, "threads wait for others that never come\n");
    std::abort();
  }
}

template <class T>
T shuffle(T mine, int from, int width) {
  Block& b = *current;
  unsigned const warp = threadIdx.x / 32;
  b.here().shown = 0;
  std::memcpy(&b.here().shown, &mine, sizeof(T));
  wait(b.warps[warp]);
  unsigned const first = threadIdx.x / static_cast<unsigned>(width) * static_cast<unsigned>(width);
  T theirs;
  std::memcpy(&theirs, &b.fibers[first + static_cast<unsigned>(from % width)].shown, sizeof(T));
  wait(b.warps[warp]);  // before the next one is shown
  return theirs;
}

}  // namespace on_host

// What a thread owns its fibers share.
#undef __shared__
#define __shared__ thread_local
#define __launch_bounds__(...)

using std::max;
using std::min;

inline void __syncthreads() { on_host::wait(on_host::current->all); }
inline void __syncwarp() { on_host::wait(on_host::current->warps[threadIdx.x / 32]); }
template <class T>
T __shfl_sync(unsigned, T mine, int from, int width = 32) {
  return on_host::shuffle(mine, from, width);
}
template <class T>
T __shfl_xor_sync(unsigned, T mine, int distance, int width = 32) {
  int const lane = static_cast<int>(threadIdx.x) % width;
  return on_host::shuffle(mine, lane ^ distance, width);
}
inline int __popc(unsigned bits) { return __builtin_popcount(bits); }
inline long long __double_as_longlong(double v) {
  long long bits;
  std::memcpy(&bits, &v, sizeof(bits));
  return bits;
}
inline unsigned __float_as_uint(float v) {
  unsigned bits;
  std::memcpy(&bits, &v, sizeof(bits));
  return bits;
}
inline unsigned __funnelshift_r(unsigned low, unsigned high, unsigned shift) {
  return static_cast<unsigned>((uint64_t{high} << 32 | low) >> (shift % 32));
}
inline int __double2hiint(double v) { return static_cast<int>(__double_as_longlong(v) >> 32); }
template <class T>
T __ldcs(T const* p) {
  return *p;
}
template <class T>
T __ldg(T const* p) {
  return *p;
}
template <class T>
void __stcs(T* p, T v) {
  *p = v;
}

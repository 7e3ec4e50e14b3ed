// Measures every kernel that was linked in, on rows of 256 MiB of float32 and half of that of
// float16, as a share of the speed of a copy. A line of JSON for each.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

#include "kernel.h"

std::vector<Kernel>& kernels() {
  static std::vector<Kernel> all;
  return all;
}

namespace {

constexpr size_t copied = size_t{1} << 30;
constexpr int rounds = 3, launches = 4;

// What there is of scale and bias: as many as there are columns, or channels.
Rows const problems[] = {
    {"GroupNormalization 48x320x64x64", 1536, 40960, 4096, 320},
    {"GroupNormalization 32x512x64x64", 1024, 65536, 4096, 512},
    {"GroupNormalization 64x1280x32x32", 2048, 40960, 1024, 1280},
    {"GroupNormalization 16x256x128x128", 512, 131072, 16384, 256},
    {"GroupNormalization 4x256x256x256", 128, 524288, 65536, 256},
    {"GroupNormalization 256x256x32x32", 8192, 8192, 1024, 256},
    {"InstanceNormalization 16x64x256x256", 1024, 65536, 65536, 64},
    {"LayerNormalization 512", 131072, 512, 1, 512},
    {"LayerNormalization 768", 87381, 768, 1, 768},
    {"LayerNormalization 1024", 65536, 1024, 1, 1024},
    {"LayerNormalization 4096", 16384, 4096, 1, 4096},
    {"LayerNormalization 16384", 4096, 16384, 1, 16384},
    {"LayerNormalization 65536", 1024, 65536, 1, 65536},
    {"LayerNormalization 262144", 256, 262144, 1, 262144},
    {"LayerNormalization 1048576", 64, 1048576, 1, 1048576},
};

void check(cudaError_t status) {
  if (status == cudaSuccess) return;
  std::fprintf(stderr, "%s\n", cudaGetErrorString(status));
  std::exit(1);
}

// Halves of 0.25 to 0.5 and their negatives; as floats, they are finite.
__global__ void fill(unsigned* to, size_t count) {
  size_t const step = size_t{gridDim.x} * blockDim.x;
  for (size_t i = size_t{blockIdx.x} * blockDim.x + threadIdx.x; i < count; i += step) {
    auto state = static_cast<unsigned>(i) * 2654435761U;
    state ^= state >> 15;
    to[i] = (state * 2246822519U & 0x83FF83FFU) | 0x34003400U;
  }
}

char* numbers(size_t bytes) {
  char* out = nullptr;
  check(cudaMalloc(reinterpret_cast<void**>(&out), bytes));
  fill<<<4096, 256>>>(reinterpret_cast<unsigned*>(out), bytes / sizeof(unsigned));
  check(cudaGetLastError());
  return out;
}

class Timer {
 public:
  Timer() {
    check(cudaEventCreate(&begin_));
    check(cudaEventCreate(&end_));
  }
  // Milliseconds of a call, the best of `rounds` means.
  template <class F>
  float operator()(F const& call, int calls) {
    call();
    float best = 0.F;
    for (int round = 0; round < rounds; ++round) {
      check(cudaEventRecord(begin_));
      for (int i = 0; i < calls; ++i) call();
      check(cudaEventRecord(end_));
      check(cudaEventSynchronize(end_));
      float all = 0.F;
      check(cudaEventElapsedTime(&all, begin_, end_));
      best = round == 0 ? all / calls : std::min(best, all / calls);
    }
    return best;
  }

 private:
  cudaEvent_t begin_{}, end_{};
};

struct Memory {
  char *from, *to, *scale;
};

// Another part of memory in each call, so that nothing is found in the cache.
void measure(Timer& timer, Memory const& memory, double copy, Kernel const& kernel, Rows rows,
             int blocks, int slots, int clusters) {
  size_t const bytes = static_cast<size_t>(rows.rows * rows.cols) *
                       (kernel.type == std::string_view("float32") ? 4 : 2);
  size_t const parts = std::min<size_t>(copied / bytes, launches);
  size_t part = 0;
  float const ms = timer(
      [&] {
        rows.x = memory.from + part % parts * bytes;
        rows.y = memory.to + part++ % parts * bytes;
        rows.scale = memory.scale;
        rows.bias = memory.scale + (size_t{8} << 20);
        check(kernel.run(rows, blocks, slots, clusters));
      },
      launches);
  std::printf(
      "{\"rows\": \"%s\", \"type\": \"%s\", \"kernel\": \"%s\", \"blocks\": %d, \"slots\": %d, "
      "\"clusters\": %d, \"of_copy\": %.3f}\n",
      rows.name, kernel.type, kernel.name, blocks, slots, clusters,
      2.0 * static_cast<double>(bytes) / ms / copy);
}

}  // namespace

int main() {
  int devices = 0;
  if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
    std::fprintf(stderr, "this needs a GPU\n");
    return 1;
  }
  Memory memory{};
  memory.from = numbers(copied);
  memory.to = numbers(copied);
  memory.scale = numbers(size_t{16} << 20);
  Timer timer;
  double const copy =
      2.0 * copied /
      timer(
          [&] { check(cudaMemcpyAsync(memory.to, memory.from, copied, cudaMemcpyDeviceToDevice)); },
          10);
  for (auto const& rows : problems) {
    for (auto const& kernel : kernels()) {
      if (kernel.per_column != (rows.run == 1)) continue;
      for (int const blocks : {1, 2, 4, 8, 16}) {
        // No more blocks than twice those that hold a row, and no ring of which rows leave most
        // warps without work.
        bool const is_ring = kernel.most_slots > 0;
        if (!kernel.holds(rows.cols, blocks) ||
            (blocks > 4 && kernel.holds(rows.cols, blocks / 4)) ||
            (is_ring && kernel.holds(rows.cols * 8, blocks)))
          continue;
        for (int slots = kernel.fewest_slots; slots <= kernel.most_slots; ++slots) {
          if (slots > kernel.fewest_slots + 3 && slots % 2 == 1) continue;
          int const clusters = kernel.clusters(blocks, slots);
          if (clusters == 0) break;
          measure(timer, memory, copy, kernel, rows, blocks, slots, clusters);
        }
      }
    }
  }
}

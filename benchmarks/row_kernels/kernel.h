#pragma once

// A kernel that normalises rows, as main.cu sees it. Each is compiled in a file of its own.

#include <cuda_runtime_api.h>

#include <cstdint>
#include <vector>

// Rows [rows, cols] of which each has elements of scale and bias: one per `run` columns, and those
// of row r are the ones of row r + channels * run / cols; run = 1: one per column, for all rows.
struct Rows {
  char const* name;
  int64_t rows, cols, run, channels;
  void const* x;
  void* y;
  void const* scale;
  void const* bias;
};

struct Kernel {
  char const* name;
  char const* type;              // "float32", "float16"
  bool per_column;               // scale and bias
  int fewest_slots, most_slots;  // of a ring; 0: rows are held in registers
  bool (*holds)(int64_t cols, int blocks);
  int (*clusters)(int blocks, int slots);  // that fit at once, 0 for none
  cudaError_t (*run)(Rows const& rows, int blocks, int slots, int clusters);
};

std::vector<Kernel>& kernels();

#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace trtp::kernels {

// Matrices of more rows than a warp has lanes are taken apart in memory: bytes of workspace.
size_t det_workspace(int64_t matrices, int64_t n);

// y[m] is the determinant of the n x n matrix at x + m * n * n, that of an empty one being 1.
// By elimination with partial pivoting (Golub and Van Loan, "Matrix Computations", algorithm
// 3.4.1), in double. T is float or __half.
template <class T>
cudaError_t det(T const* x, T* y, int64_t matrices, int64_t n, void* workspace,
                cudaStream_t stream);

}  // namespace trtp::kernels

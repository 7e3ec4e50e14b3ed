#include "cumulative.h"

#include "cumulative.cuh"
#include "kernel/device.h"

namespace trtp::kernels {
namespace {

template <int N, class F, class T>
cudaError_t scan_rows(T const* x, T* y, int64_t rows, int64_t n, ScanForm form,
                      cudaStream_t stream) {
  Device device;
  if (cudaError_t const status = current_device(device); status != cudaSuccess) return status;
  // With fewer warps than these, memory waits for them.
  bool const long_rows = n > 4096 && rows < int64_t{device.processors} * 16;
  if (!long_rows) {
    constexpr int warps = 4;
    constexpr int packs = N > 1 ? 1024 / (32 * N) : 8;  // a row of 1024 at once
    return launch(scan_rows_kernel<warps, packs, N, F, T>, whole_grid(ceil_div(rows, warps)),
                  warps * 32, stream, x, y, rows, n, form);
  }
  constexpr int threads = 512;
  return launch(scan_long_rows_kernel<threads, 4, N, F, T>, capped_grid(rows), threads, stream, x,
                y, rows, n, form);
}

template <int N, class F, class T>
cudaError_t scan_columns(T const* x, T* y, int64_t outer, int64_t n, int64_t inner, ScanForm form,
                         cudaStream_t stream) {
  constexpr int length = 8;
  int64_t const columns = outer * (inner / N);
  if (n <= length) {
    return launch(scan_columns_kernel<1, length, N, F, T>, whole_grid(ceil_div(columns, 256)), 256,
                  stream, x, y, outer, n, inner, form);
  }
  constexpr int parts = 8;
  return launch(scan_columns_kernel<parts, length, N, F, T>,
                whole_grid(ceil_div(columns, 256 / parts)), 256, stream, x, y, outer, n, inner,
                form);
}

template <class F, class T>
cudaError_t scan(T const* x, T* y, int64_t outer, int64_t n, int64_t inner, ScanForm form,
                 cudaStream_t stream) {
  if (inner == 1) {
    constexpr int wide = pack_size<T>();
    return n % wide == 0 && aligned<wide>(x) && aligned<wide>(y)
               ? scan_rows<wide, F>(x, y, outer, n, form, stream)
               : scan_rows<1, F>(x, y, outer, n, form, stream);
  }
  constexpr int word = 4 / static_cast<int>(sizeof(T));  // 128 bytes per warp and access
  if constexpr (word > 1) {
    if (inner % word == 0 && aligned<word>(x) && aligned<word>(y)) {
      return scan_columns<word, F>(x, y, outer, n, inner, form, stream);
    }
  }
  return scan_columns<1, F>(x, y, outer, n, inner, form, stream);
}

}  // namespace

template <class T>
cudaError_t cumulative(T const* x, T* y, int64_t outer, int64_t n, int64_t inner, Fold fold,
                       bool exclusive, bool reverse, cudaStream_t stream) {
  if (outer <= 0 || n <= 0 || inner <= 0) return cudaSuccess;
  using A = typename detail::Accumulator<T>::type;
  ScanForm const form{exclusive, reverse};
  return fold == Fold::sum ? scan<SumFold<A>>(x, y, outer, n, inner, form, stream)
                           : scan<ProductFold<A>>(x, y, outer, n, inner, form, stream);
}

template cudaError_t cumulative(float const*, float*, int64_t, int64_t, int64_t, Fold, bool, bool,
                                cudaStream_t);
template cudaError_t cumulative(__half const*, __half*, int64_t, int64_t, int64_t, Fold, bool, bool,
                                cudaStream_t);
template cudaError_t cumulative(int32_t const*, int32_t*, int64_t, int64_t, int64_t, Fold, bool,
                                bool, cudaStream_t);

}  // namespace trtp::kernels

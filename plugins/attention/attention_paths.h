#pragma once

#include "attention.h"

namespace trtp::kernels {

// The kernels of attention(), one function each. `*_covers` tells which cases they do; of a case
// there is, batch, heads, queries and columns are positive.

template <class T, class V>
cudaError_t attention_by_rows(Attention<T, V> const& a, cudaStream_t stream);

template <class T, class V>
bool tiles_path_covers(Attention<T, V> const& a);
template <class T, class V>
cudaError_t attention_by_tiles(Attention<T, V> const& a, cudaStream_t stream);

template <class T>
bool decode_path_covers(Attention<T, T> const& a);
template <class T>
cudaError_t attention_by_decoding(Attention<T, T> const& a, cudaStream_t stream);

bool tensor_path_covers(Attention<__half, __half> const& a);
cudaError_t attention_by_tensor_cores(Attention<__half, __half> const& a, cudaStream_t stream);

}  // namespace trtp::kernels

// Prints Philox of the counters and keys on standard input, "c0 c1 c2 c3 key" each in hexadecimal
// digits, and then, for each probability after them, of how many of the 2^32 numbers an element
// would be 1, and of how many of the elements drawn one after the other.

#include "draw.cuh"

#include <cinttypes>
#include <cstdio>

using namespace trtp::kernels;

static uint64_t numbers_below(float p) {
  uint64_t count = 0;
  for (uint32_t n = 0; n < 65536; ++n) {
    float const upper = half_of(n << 16, 1);
    if (upper < limit_of(p)) count += 65536;
    if (upper != limit_of(p)) continue;
    for (uint32_t m = 0; m < 65536; ++m) count += decided_by_lower(p, upper, m, 0);
  }
  return count;
}

static int drawn(float p, uint64_t seed, int groups) {
  float probability[drawn_at_once];
  for (float& q : probability) q = p;
  PhiloxKey const key(seed);
  int count = 0;
  for (int g = 0; g < groups; ++g) {
    bool one[drawn_at_once];
    draw(probability, static_cast<uint64_t>(g), 0, key, one);
    for (bool const b : one) count += b;
  }
  return count;
}

int main() {
  char kind;
  while (scanf(" %c", &kind) == 1) {
    if (kind == 'v') {
      Philox counter;
      uint64_t key;
      for (uint32_t& v : counter.v) scanf("%" SCNx32, &v);
      scanf("%" SCNx64, &key);
      Philox const out = philox(counter, PhiloxKey(key));
      printf("%08x %08x %08x %08x\n", out.v[0], out.v[1], out.v[2], out.v[3]);
    } else {
      float p;
      uint64_t seed;
      int groups;
      scanf("%f %" SCNu64 " %d", &p, &seed, &groups);
      printf("%" PRIu64 " %d\n", numbers_below(p), drawn(p, seed, groups));
    }
  }
}

// Compares remainders with fmodf()'s, bit by bit, with reciprocals as far off as a GPU's may be:
// remainder SEED COUNT prints, for float and for float16, of how many pairs one was wrong.

#include "remainder.cuh"

#include <cuda_fp16.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

using namespace trtp::kernels;

static bool same(float a, float b) {
  return std::memcmp(&a, &b, sizeof(a)) == 0 || (std::isnan(a) && std::isnan(b));
}

template <class Truncated>
static bool right(float a, float b) {
  float const expected = fmodf(a, b), reciprocal = 1.F / fabsf(b);
  auto const is_right = [&](float r) { return same(Truncated::by_reciprocal(a, b, r), expected); };
  if (std::isinf(reciprocal)) return is_right(reciprocal);
  return is_right(reciprocal) && is_right(nextafterf(reciprocal, 0.F)) &&
         is_right(nextafterf(reciprocal, HUGE_VALF));
}

struct Float {
  using Truncated = TruncatedFloat;
  static float rounded(double v) { return static_cast<float>(v); }
  static float of_bits(uint32_t bits) {
    float v;
    std::memcpy(&v, &bits, sizeof(v));
    return v;
  }
  static float next(float v, bool up) { return nextafterf(v, up ? HUGE_VALF : -HUGE_VALF); }
};

struct Half {
  using Truncated = TruncatedHalf;
  static float rounded(double v) { return __half2float(__double2half(v)); }
  static float of_bits(uint32_t bits) {
    return __half2float(__half(__half_raw{static_cast<unsigned short>(bits)}));
  }
  static float next(float v, bool up) {
    auto bits = __half_raw(__float2half(v)).x;
    bool const away = up == (v >= 0.F);
    return std::isfinite(v) && v != 0.F ? of_bits(static_cast<uint32_t>(bits + (away ? 1 : -1)))
                                        : v;
  }
};

// Multiples of the divisor, up to where quotients are large, and their neighbours; and any bits.
template <class Type>
static long wrong_of(uint32_t seed, long count) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> exponent(0., 21.);
  long wrong = 0;
  for (long i = 0; i < count; ++i) {
    auto const bits = random();
    float const b = Type::of_bits(static_cast<uint32_t>(bits));
    float a = Type::of_bits(static_cast<uint32_t>(bits >> 32));
    if (i % 4 != 0) a = Type::rounded(static_cast<double>(b) * std::floor(exp2(exponent(random))));
    if (i % 4 > 1) a = Type::next(a, i % 4 == 2);
    if (right<typename Type::Truncated>(a, b)) continue;
    if (wrong++ == 0)
      fprintf(stderr, "%a mod %a\n", static_cast<double>(a), static_cast<double>(b));
  }
  return wrong;
}

int main(int, char** argv) {
  auto const seed = static_cast<uint32_t>(strtoul(argv[1], nullptr, 10));
  long const count = strtol(argv[2], nullptr, 10);
  printf("%ld %ld\n", wrong_of<Float>(seed, count), wrong_of<Half>(seed, count));
}

// Transforms on the host, by what the kernels are made of, one thread playing all threads of a
// block: transforms N INNER INVERSE FROM TO X_LENGTH Y_LENGTH SHARED_BYTES TYPE, of a tensor
// [outer, X_LENGTH, INNER] of floats on standard input to [outer, Y_LENGTH, INNER] on standard
// output. FROM is "complex", "real" or "bins", the first half of a real signal's; TO is "complex"
// or "real". On standard error, which kernels of fixed lengths were taken.

#define TRTP_FOURIER_ON_HOST
#pragma nv_diag_suppress 20011, 20014  // functions for both sides call the ones here, the host's

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "fixed.cuh"
#include "transform.cuh"

using namespace trtp::kernels;

namespace {

template <class Shape>
struct AllLanes {
  std::vector<fft::Lane<Shape>> lanes{static_cast<size_t>(Shape::lanes)};

  template <class F>
  void alone(F const& f) {
    for (auto& lane : lanes) f(lane);
  }
  template <class F>
  void each(F const& f) {
    alone(f);
  }
};

struct Run {
  template <class Body>
  cudaError_t operator()(Body const& body, int64_t blocks, int threads, size_t bytes) const {
    std::vector<char> memory(bytes);
    for (int64_t block = 0; block < blocks; ++block) {
      if (bytes > 0) {
        body({0, 1, block}, memory.data());
      } else {  // threads that share nothing
        for (int t = 0; t < threads; ++t) body({t, threads, block}, nullptr);
      }
    }
    return cudaSuccess;
  }

  template <fft::FixedKind Kind>
  static void fixed_of(int n, fft::FixedJob const& job) {
    auto const run = [&](auto shape) {
      using Shape = decltype(shape);
      fft::FixedTransform<Shape, Kind> const transform{job};
      std::vector<float2> memory(Shape::pitch);
      AllLanes<Shape> all;
      for (int64_t u = 0; u < job.transforms; ++u) {
        for (int t = 0; t < Shape::lanes; ++t) {
          auto& lane = all.lanes[static_cast<size_t>(t)];
          lane.t = t;
          lane.is_there = true;
          lane.u = static_cast<uint32_t>(u);
          lane.memory = memory.data();
        }
        transform(all);
      }
    };
    if constexpr (Kind == fft::FixedKind::convolution) {
      fft::with_power_of_two(n, run);
    } else {
      fft::with_fixed_shape(n, run);
    }
  }
  cudaError_t fixed(fft::FixedKind kind, int n, fft::FixedJob const& job) const {
    fprintf(stderr, "%d ", n);
    switch (kind) {
      case fft::FixedKind::complex_to_complex:
        fixed_of<fft::FixedKind::complex_to_complex>(n, job);
        break;
      case fft::FixedKind::twisted: fixed_of<fft::FixedKind::twisted>(n, job); break;
      case fft::FixedKind::real_to_complex:
        fixed_of<fft::FixedKind::real_to_complex>(n, job);
        break;
      case fft::FixedKind::complex_to_real:
        fixed_of<fft::FixedKind::complex_to_real>(n, job);
        break;
      case fft::FixedKind::convolution: fixed_of<fft::FixedKind::convolution>(n, job); break;
    }
    return cudaSuccess;
  }
};

std::vector<float> all_of_standard_input() {
  std::vector<float> out;
  float part[4096];
  while (size_t const read = fread(part, sizeof(float), 4096, stdin)) {
    out.insert(out.end(), part, part + read);
  }
  return out;
}

// Numbers come and go as floats.
template <class T>
std::vector<T> narrowed(std::vector<float> const& x) {
  std::vector<T> out(x.size());
  for (size_t i = 0; i < x.size(); ++i) out[i] = static_cast<T>(x[i]);
  return out;
}

template <class T>
int transform(char** argv) {
  std::string const from = argv[4], to = argv[5];
  int64_t const inner = atoll(argv[2]);
  auto const shared_bytes = static_cast<size_t>(atoll(argv[8]));
  Fourier<T> f;
  f.n = atoll(argv[1]);
  f.inverse = atoi(argv[3]) != 0;
  f.x_complex = from != "real";
  f.x_hermitian = from == "bins";
  f.y_complex = to == "complex";
  f.x_length = atoll(argv[6]);
  f.y_length = atoll(argv[7]);
  std::vector<T> const x = narrowed<T>(all_of_standard_input());
  auto const outer = static_cast<int64_t>(x.size()) / (f.x_length * inner * (f.x_complex ? 2 : 1));
  f.transforms = outer * inner;
  f.scale = f.inverse ? static_cast<float>(1.0 / static_cast<double>(f.n)) : 1.F;
  std::vector<T> y(static_cast<size_t>(f.transforms * f.y_length * (f.y_complex ? 2 : 1)));
  f.x = x.data();
  f.y = y.data();
  f.x_at = {inner, f.x_length * inner, 1, inner};
  f.y_at = {inner, f.y_length * inner, 1, inner};
  int const limit = 4096;
  std::vector<char> workspace(fft::workspace_for(f.n, f.transforms, true, shared_bytes, limit));
  Run run;
  cudaError_t const status = fft::Transform<Run>(run, shared_bytes, limit)(f, workspace.data());
  for (T const v : y) {
    auto const wide = static_cast<float>(v);
    fwrite(&wide, sizeof wide, 1, stdout);
  }
  return status == cudaSuccess ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 10) return 2;
  return std::string(argv[9]) == "float16" ? transform<__half>(argv) : transform<float>(argv);
}

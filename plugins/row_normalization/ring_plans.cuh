#pragma once

// Which rows a ring of shared memory does.

#include <atomic>

#include "ring_rows.cuh"

namespace trtp::kernels {

namespace detail {

// `Slots` of a shape are the same in all plans, as a kernel has one limit of shared memory. Of what
// the shape holds, rows fill `Eighths` eighths at most.
template <class Shape_, int Blocks, int Slots, int Eighths = 8>
struct RingPlan {
  using Shape = Shape_;
  static constexpr int blocks = Blocks, slots = Slots;
  template <class T>
  static constexpr int64_t columns() {
    return Shape::template columns<T>(blocks) / 8 * Eighths;
  }
};
template <class... Plan>
struct RingPlans {};

// What did best of several tens of shapes on an H200 (benchmarks/row_kernels.py), in the order of
// what they hold; the first that holds a row does it. 32, 64 and 128 KiB of a row in a block. Rows
// that fill less than that are done in tiles, of which the last ones need not be there.
using TiledRing = RingShape<4, 16, 4, 2, true, true>;
using SmallRing = RingShape<8, 8, 8, 2, true, false>;
using LargeRing = RingShape<16, 8, 8, 1, true, false>;
using HugeRing = RingShape<16, 16, 4, 1, false, false>;
using LongestRing = RingShape<16, 16, 4, 1, false, true>;
// Of halves, which are bound by instructions: lean, and in smaller blocks, of which more are there.
using SmallHalfRing = RingShape<4, 8, 8, 4, false, true, true, 2>;
using LargeHalfRing = RingShape<8, 8, 8, 2, false, false, true, 4>;
using LongHalfRing = RingShape<8, 16, 4, 1, false, true, true, 2>;
// With scale and bias in registers, of which fewer are left.
using SmallScaledRing = RingShape<8, 8, 4, 2, true, true>;
using LargeScaledRing = RingShape<16, 8, 4, 1, true, true>;

// What a ring does of rows of an element type and a layout; `held` bytes and less have been held as
// fast in registers.
template <class S, class Layout>
struct RingsOf {
  using Plans = RingPlans<>;  // an element of scale per element of x: more than registers hold
  static constexpr int64_t held = 0;
  template <class Rows>
  static bool take(Rows const& /*p*/) {
    return false;
  }
};
template <class S>
struct RingsOf<S, PerColumn> {
  using Plans = RingPlans<RingPlan<SmallScaledRing, 4, 5>, RingPlan<SmallScaledRing, 8, 5>,
                          RingPlan<LargeScaledRing, 8, 6>, RingPlan<LargeScaledRing, 16, 6>>;
  static constexpr int64_t held = 64 << 10;
  template <class Rows>
  static bool take(Rows const& /*p*/) {
    return true;
  }
};
template <class S>
struct RingsPerRun {
  static constexpr int64_t held = 32 << 10;
  template <class Rows>
  static bool take(Rows const& p) {
    PerRun const &scale = p.scale_layout, &bias = p.bias_layout;
    return scale.run.divisor % pack_size<S>() == 0 && scale.run.divisor == bias.run.divisor &&
           scale.rows.divisor == bias.rows.divisor;
  }
};
template <class S>
struct RingsOf<S, PerRun> : RingsPerRun<S> {
  using Plans =
      RingPlans<RingPlan<TiledRing, 2, 8, 6>, RingPlan<SmallRing, 2, 2>,
                RingPlan<TiledRing, 4, 8, 6>, RingPlan<SmallRing, 4, 2>,
                RingPlan<TiledRing, 8, 8, 6>, RingPlan<SmallRing, 8, 2>, RingPlan<LargeRing, 8, 2>,
                RingPlan<HugeRing, 8, 6>, RingPlan<LongestRing, 16, 6>>;
};
template <>
struct RingsOf<__half, PerRun> : RingsPerRun<__half> {
  using Plans = RingPlans<RingPlan<SmallHalfRing, 4, 2>, RingPlan<SmallHalfRing, 8, 2>,
                          RingPlan<LargeHalfRing, 8, 2>, RingPlan<LongHalfRing, 8, 6>,
                          RingPlan<LongHalfRing, 16, 6>>;
};

// RingLaunch::clusters_at_once(), which takes the driver longer than a launch, once per device.
template <class Launch, int Blocks, int Slots>
cudaError_t ring_clusters(int& out) {
  constexpr int cached = 64;
  static std::atomic<int> known[cached];  // and 1; 0: not known yet
  int id = 0;
  cudaError_t status = cudaGetDevice(&id);
  if (status != cudaSuccess) return status;
  int const before = id < cached ? known[id].load(std::memory_order_acquire) : 0;
  if (before != 0) {
    out = before - 1;
    return cudaSuccess;
  }
  status = Launch::clusters_at_once(Blocks, Slots, out);
  if (status == cudaSuccess && id < cached) {
    known[id].store(out + 1, std::memory_order_release);
  }
  return status;
}

// Whether the plan holds these rows. They are then done, with `status`, or too few: with a row or
// two for each cluster, nothing is on the way while the first ones are summed up.
template <class Kind, class Plan, class T, class S, class Layout>
bool run_ring_plan(NormalizedRows<T, S, Layout> const& p, bool& done, cudaError_t& status) {
  using Shape = typename Plan::Shape;
  using Launch = RingLaunch<Kind, Shape, T, S, Layout>;
  if (p.cols > Plan::template columns<T>()) return false;
  int clusters = 0;
  status = ring_clusters<Launch, Plan::blocks, Plan::slots>(clusters);
  done = status != cudaSuccess || (clusters > 0 && p.rows > int64_t{2} * clusters);
  if (done && status == cudaSuccess) status = Launch::run(p, Plan::blocks, Plan::slots, clusters);
  return true;
}

template <class Kind, class T, class S, class Layout, class... Plan>
bool run_ring_plans(NormalizedRows<T, S, Layout> const& p, cudaError_t& status,
                    RingPlans<Plan...> /*plans*/) {
  bool done = false;
  bool const held = (run_ring_plan<Kind, Plan>(p, done, status) || ...);
  return held && done;
}

// Rows are whole packs, at addresses of packs.
template <class Kind, class T, class S, class Layout>
bool run_ring_rows(NormalizedRows<T, S, Layout> const& p, cudaError_t& status) {
  if constexpr (TRTP_BULK_COPIES) {
    using Rings = RingsOf<S, Layout>;
    if (p.cols * static_cast<int64_t>(sizeof(T)) <= Rings::held || !Rings::take(p)) return false;
    Device device;
    status = current_device(device);
    if (status != cudaSuccess) return true;
    return has_clusters(device) && run_ring_plans<Kind>(p, status, typename Rings::Plans{});
  }
  return false;
}

}  // namespace detail

}  // namespace trtp::kernels

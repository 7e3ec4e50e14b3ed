#include "graph_replay.h"

#include <exception>
#include <utility>

#include "logger.h"
#include "memory/cuda_error.h"

namespace trtp::runtime {

using memory::check;

GraphKeys::Decision GraphKeys::next(Key const& key) {
  ++now_;
  size_t oldest = 0;
  for (size_t i = 0; i < entries_.size(); ++i) {
    auto& e = entries_[i];
    if (e.used && e.key == key) {
      e.used = now_;
      if (e.recorded) return {GraphStep::replay, i};
      e.recorded = true;
      return {GraphStep::capture, i};
    }
    if (e.used < entries_[oldest].used) oldest = i;
  }
  entries_[oldest] = {key, false, now_};
  return {GraphStep::plain, oldest};
}

void GraphReplay::run(GraphKeys::Key const& key, cudaStream_t stream,
                      std::function<void(cudaStream_t)> const& work) {
  if (!why_not_.empty()) return work(stream);
  auto const [step, slot] = keys_.next(key);
  if (step == GraphStep::plain) return work(stream);
  if (step == GraphStep::capture && !capture(slot, work)) return work(stream);
  check(cudaGraphLaunch(graphs_[slot], stream), "cannot launch a CUDA graph");
  ++replays_;
}

bool GraphReplay::capture(size_t slot, std::function<void(cudaStream_t)> const& work) {
  // On a stream of its own: the caller's may be the default one, which cannot be captured.
  cudaStream_t stream = nullptr;
  cudaGraph_t graph = nullptr;
  try {
    check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "cannot create a stream");
    check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal),
          "cannot record a CUDA graph");
    work(stream);
    check(cudaStreamEndCapture(stream, &graph), "cannot record a CUDA graph");
    if (auto* const old = std::exchange(graphs_[slot], nullptr)) cudaGraphExecDestroy(old);
    check(cudaGraphInstantiateWithFlags(&graphs_[slot], graph, 0),
          "cannot make a recorded CUDA graph ready");
    ++captures_;
  } catch (std::exception const& e) {
    why_not_ = e.what();
    if (why_not_.empty()) why_not_ = "unknown";
    auto status = cudaStreamCaptureStatusNone;
    if (stream && cudaStreamIsCapturing(stream, &status) == cudaSuccess &&
        status != cudaStreamCaptureStatusNone) {
      cudaStreamEndCapture(stream, &graph);
    }
    cudaGetLastError();
    graphs_[slot] = nullptr;
    keys_.forget(slot);
    warn("from now on the engine is run without CUDA graphs: " + why_not_);
  }
  if (graph) cudaGraphDestroy(graph);
  if (stream) cudaStreamDestroy(stream);
  return why_not_.empty();
}

void GraphReplay::clear() {
  keys_.clear();
  for (auto& graph : graphs_) {
    // CUDA lets one that is at work finish.
    if (graph) cudaGraphExecDestroy(graph);
    graph = nullptr;
  }
}

}  // namespace trtp::runtime

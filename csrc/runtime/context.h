#pragma once

#include <cuda_runtime_api.h>

#include <memory>
#include <string>
#include <vector>

#include "engine.h"
#include "graph_replay.h"
#include "shared_activations.h"

namespace trtp::runtime {

// One execution of an engine at a time: shapes, addresses, scratch memory. Not thread-safe; any
// number of them share an engine. After an Error it can be used on. Work that was enqueued has to
// be over before it is destroyed.
class Context {
 public:
  static constexpr uintptr_t address_alignment = 256;  // bytes, of every device address

  // With `activations`, its scratch memory is that. With `graph`, run() replays CUDA graphs.
  explicit Context(std::shared_ptr<Engine> engine,
                   std::shared_ptr<SharedActivations> activations = nullptr, bool graph = false);
  ~Context();
  Context(Context const&) = delete;
  Context& operator=(Context const&) = delete;

  // Shapes have to be set anew afterwards. Asynchronous: an enqueue on another stream has to wait
  // for this one.
  void set_profile(int index, cudaStream_t stream);
  // Of an input, every extent known. Throws Error that names it, what the profile admits and what
  // came.
  void set_shape(std::string const& name, Shape const& shape);
  // Of any tensor, once all shapes of inputs are set, as well as the addresses of those in host
  // memory. Throws Error that names the inputs that are missing, or for an output whose extents
  // depend on data.
  Shape shape(std::string const& name);
  // Device memory, except for tensors that are on_host. Memory has to stay until the work that uses
  // it is over. Null is allowed for a tensor that is empty by the shapes set before. Throws Error
  // that names the tensor.
  void set_address(std::string const& name, void* address);
  // Asynchronous. Throws Error with TensorRT's lines, naming a tensor that lacks its shape or
  // address.
  void enqueue(cudaStream_t stream);

  // Copies that belong to run(): an input's from `host` before, an output's to `host` after it.
  // Pinned memory, which has to stay until the next call of this; null: none.
  void set_staging(std::string const& name, void* host, size_t size);
  // Sets the addresses that have changed, `count` in the order of the engine's tensors, makes the
  // copies and enqueues. 0 stands for one that is set by set_address. As those, throws Error.
  void run(uintptr_t const* addresses, size_t count, cudaStream_t stream);
  GraphReplay const* graph() const { return graph_.get(); }  // null without

  int profile() const { return profile_; }

  // Told the times of the layers in every enqueue from now on, which then waits for the work; kept
  // as long as the context.
  void set_profiler(std::shared_ptr<nvinfer1::IProfiler> profiler);
  nvinfer1::IExecutionContext& native() { return *context_; }

 private:
  struct Staging {
    void* host = nullptr;
    size_t size = 0;
  };
  struct Given {
    uintptr_t const* addresses;
    void* activations;  // null: the context's own
  };

  // What run() and the functions of the same names do.
  void set_address(TensorInfo const& tensor, void* address, Operation const& operation);
  void enqueue(cudaStream_t stream, Operation const& operation);
  void copy(bool inputs, cudaStream_t stream) const;
  void work(Given const& given, cudaStream_t stream);
  void work_or_replay(Given const& given, cudaStream_t stream);

  Shape known_shape(TensorInfo const& tensor) const;  // -1 for what is not known yet
  void* stand_in(TensorInfo const& tensor);
  std::string what_is_missing() const;  // "" if nothing is

  std::shared_ptr<Engine> engine_;
  Operation::Kept const operations_;  // of which there is one per inference
  unsigned const generation_;         // the engine's
  std::shared_ptr<SharedActivations> activations_;
  void* activations_address_ = nullptr;  // as TensorRT knows it
  std::vector<uintptr_t> addresses_;     // of run(), by tensor, as TensorRT knows them; 0: unknown
  std::vector<Staging> staging_;         // by tensor; empty if there is none
  std::unique_ptr<GraphReplay> graph_;
  GraphKeys::Key key_;  // kept for its memory
  std::shared_ptr<nvinfer1::IProfiler> profiler_;
  std::unique_ptr<nvinfer1::IExecutionContext> context_;
  int profile_ = 0;
  void* empty_ = nullptr;                    // device memory in place of a null address
  std::vector<TensorInfo const*> stood_in_;  // for these
};

}  // namespace trtp::runtime

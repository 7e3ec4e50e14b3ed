#include "context.h"

#include <algorithm>
#include <utility>

#include "dims.h"
#include "memory/cuda_error.h"

namespace trtp::runtime {

namespace {

constexpr size_t stand_in_size = 256;  // bytes

alignas(64) char empty_on_host[64];

}  // namespace

Context::Context(std::shared_ptr<Engine> engine, std::shared_ptr<SharedActivations> activations,
                 bool graph)
    : engine_(std::move(engine)),
      operations_(engine_->log()),
      generation_(engine_->generation()),
      activations_(std::move(activations)),
      addresses_(engine_->tensors().size(), 0),
      graph_(graph ? std::make_unique<GraphReplay>() : nullptr) {
  if (activations_) activations_->reserve(engine_->device_memory_size());
  context_ = engine_->make_context(activations_ == nullptr);
}

Context::~Context() {
  context_.reset();
  try {
    engine_->resource()->deallocate(empty_, stand_in_size);
  } catch (std::exception const& e) {
    logger().log(Severity::kERROR, e.what());
  }
}

void Context::set_profile(int index, cudaStream_t stream) {
  auto const count = engine_->profile_count();
  if (index < 0 || index >= count) fail("profile: expected 0 to ", count - 1, ", got ", index);
  Operation const operation(engine_->log());
  if (!context_->setOptimizationProfileAsync(index, stream))
    operation.fail(text("TensorRT refuses profile ", index));
  profile_ = index;
  std::fill(addresses_.begin(), addresses_.end(), 0);
  if (graph_) graph_->clear();
}

void Context::set_shape(std::string const& name, Shape const& shape) {
  auto const& tensor = engine_->tensor(name);
  if (!tensor.is_input) fail("tensor '", name, "' is an output; shapes are set for inputs");
  within(text("input '", name, "'"), [&] {
    auto const& ranges = tensor.profiles;
    auto const p = static_cast<size_t>(profile_);
    if (!agrees(shape, tensor.shape))
      fail("expected a shape of the form ", to_string(tensor.shape), ", got ", to_string(shape));
    if (!tensor.on_host && p < ranges.size() && !is_within(shape, ranges[p][0], ranges[p][2])) {
      fail("expected a shape from ", to_string(ranges[p][0]), " to ", to_string(ranges[p][2]),
           " (profile ", p, "), got ", to_string(shape));
    }
    auto const dims = dims_of(shape);
    if (graph_) graph_->clear();
    Operation const operation(engine_->log());
    if (!context_->setInputShape(name.c_str(), dims))
      operation.fail(text("TensorRT refuses the shape ", to_string(shape)));
  });
}

Shape Context::known_shape(TensorInfo const& tensor) const {
  bool const computed_on_host = tensor.on_host && !tensor.is_input;
  return is_known(tensor.shape) && !computed_on_host
             ? tensor.shape
             : shape_of(context_->getTensorShape(tensor.name.c_str()));
}

std::string Context::what_is_missing() const {
  std::string out;
  for (auto const& t : engine_->tensors()) {
    if (!t.is_input) continue;
    if (!is_known(known_shape(t)))
      out += text(out.empty() ? "" : ", ", "the shape of input '", t.name, "'");
    if (t.on_host && !context_->getTensorAddress(t.name.c_str())) {
      out += text(out.empty() ? "" : ", ", "the address of input '", t.name, "' (host memory)");
    }
  }
  return out;
}

Shape Context::shape(std::string const& name) {
  auto const& tensor = engine_->tensor(name);
  Operation const operation(engine_->log());
  auto const shape = known_shape(tensor);
  if (is_known(shape)) return shape;
  if (auto const missing = what_is_missing(); !missing.empty()) {
    fail("tensor '", name, "': its shape is not known yet; missing: ", missing);
  }
  if (context_->inferShapes(0, nullptr) != 0)
    operation.fail(text("tensor '", name, "': TensorRT cannot infer its shape"));
  auto const inferred = known_shape(tensor);
  if (!is_known(inferred)) {
    operation.fail(text("tensor '", name, "': its shape ", to_string(inferred),
                        " depends on data, which is not supported for an output"));
  }
  return inferred;
}

void* Context::stand_in(TensorInfo const& tensor) {
  auto const shape = known_shape(tensor);
  if (!is_empty(shape)) {
    fail("tensor '", tensor.name, "': expected the address of ", to_string(shape),
         " elements, got null");
  }
  if (tensor.on_host) return empty_on_host;
  if (!empty_) empty_ = engine_->resource()->allocate(stand_in_size);
  return empty_;
}

void Context::set_address(std::string const& name, void* address) {
  set_address(engine_->tensor(name), address, Operation(operations_));
}

void Context::set_address(TensorInfo const& tensor, void* address, Operation const& operation) {
  bool const null = address == nullptr;
  if (null) address = stand_in(tensor);
  if (!tensor.on_host && reinterpret_cast<uintptr_t>(address) % address_alignment != 0) {
    fail("tensor '", tensor.name, "': expected an address aligned to ", address_alignment,
         " bytes, got ", address, "; copy it to memory of its own");
  }
  // Whatever run() knows of it is no longer so.
  addresses_[static_cast<size_t>(&tensor - engine_->tensors().data())] = 0;
  if (!context_->setTensorAddress(tensor.name.c_str(), address)) {
    operation.fail(text("tensor '", tensor.name, "': TensorRT refuses the address ", address));
  }
  stood_in_.erase(std::remove(stood_in_.begin(), stood_in_.end(), &tensor), stood_in_.end());
  if (null) stood_in_.push_back(&tensor);
}

void Context::set_profiler(std::shared_ptr<nvinfer1::IProfiler> profiler) {
  Operation const operation(engine_->log());
  context_->setProfiler(profiler.get());
  profiler_ = std::move(profiler);
}

void Context::set_staging(std::string const& name, void* host, size_t size) {
  auto const& tensor = engine_->tensor(name);
  if (tensor.on_host) fail("tensor '", name, "' is in host memory; there is nothing to copy");
  if (staging_.empty()) staging_.resize(engine_->tensors().size());
  staging_[static_cast<size_t>(&tensor - engine_->tensors().data())] = {host, host ? size : 0};
}

void Context::copy(bool inputs, cudaStream_t stream) const {
  for (size_t i = 0; i < staging_.size(); ++i) {
    auto const& tensor = engine_->tensors()[i];
    auto const [host, size] = staging_[i];
    if (size == 0 || tensor.is_input != inputs) continue;
    auto* const device = reinterpret_cast<void*>(addresses_[i]);
    auto const status = inputs
                            ? cudaMemcpyAsync(device, host, size, cudaMemcpyHostToDevice, stream)
                            : cudaMemcpyAsync(host, device, size, cudaMemcpyDeviceToHost, stream);
    memory::check(status, "tensor '", tensor.name, "': cannot copy ", size, " bytes ",
                  inputs ? "to" : "from", " the device");
  }
}

void Context::work(Given const& given, cudaStream_t stream) {
  Operation const operation(operations_);
  auto const& tensors = engine_->tensors();
  for (size_t i = 0; i < tensors.size(); ++i) {
    auto const address = given.addresses[i];
    if (address == 0 || address == addresses_[i]) continue;
    set_address(tensors[i], reinterpret_cast<void*>(address), operation);
    addresses_[i] = address;
  }
  if (given.activations != activations_address_) {
    context_->setDeviceMemory(given.activations);
    activations_address_ = given.activations;
  }
  copy(true, stream);
  enqueue(stream, operation);
  copy(false, stream);
}

void Context::work_or_replay(Given const& given, cudaStream_t stream) {
  // A profiler is told of enqueues alone.
  if (!graph_ || profiler_) return work(given, stream);
  if (generation_ != engine_->generation()) return work(given, stream);  // says so
  // A graph needs nothing of TensorRT's context.
  key_.clear();
  for (size_t i = 0; i < addresses_.size(); ++i)
    key_.push_back(given.addresses[i] ? given.addresses[i] : addresses_[i]);
  key_.push_back(reinterpret_cast<uintptr_t>(given.activations));
  for (auto const& s : staging_) {
    key_.push_back(reinterpret_cast<uintptr_t>(s.host));
    key_.push_back(s.size);
  }
  graph_->run(key_, stream, [this, &given](cudaStream_t s) { work(given, s); });
}

void Context::run(uintptr_t const* addresses, size_t count, cudaStream_t stream) {
  auto const expected = engine_->tensors().size();
  if (count != expected) fail("expected ", expected, " addresses, got ", count);
  if (!activations_) return work_or_replay({addresses, nullptr}, stream);
  SharedActivations::Use const use(*activations_, stream);
  work_or_replay({addresses, use.address()}, stream);
}

void Context::enqueue(cudaStream_t stream) { enqueue(stream, Operation(operations_)); }

void Context::enqueue(cudaStream_t stream, Operation const& operation) {
  if (generation_ != engine_->generation())
    fail("the engine was refitted since this context was made: make a new one");
  // Shapes may have been set since null was taken for an address.
  for (auto const* tensor : stood_in_) stand_in(*tensor);
  if (context_->enqueueV3(stream)) return;

  if (auto const missing = what_is_missing(); !missing.empty())
    operation.fail("cannot run; missing: " + missing);
  for (auto const& t : engine_->tensors()) {
    if (!context_->getTensorAddress(t.name.c_str())) {
      operation.fail(text("cannot run; missing: the address of ",
                          t.is_input ? "input '" : "output '", t.name, "'"));
    }
  }
  auto const status = cudaGetLastError();
  operation.fail(text("TensorRT could not run the engine", status == cudaSuccess ? "" : ": ",
                      status == cudaSuccess ? "" : memory::words_of(status)));
}

}  // namespace trtp::runtime

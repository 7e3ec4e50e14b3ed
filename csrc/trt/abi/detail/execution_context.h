// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cuda_runtime_api.h>
#include "engine.h"
#include "gpu_allocator.h"
#include "output_allocator.h"
#include "profiler.h"

namespace nvinfer1 {

namespace apiv {

class VExecutionContext : public VRoot {
 public:
  virtual bool execute(int32_t batchSize, void* const* bindings) noexcept = 0;
  virtual bool enqueue(int32_t batchSize, void* const* bindings, cudaStream_t stream,
                       cudaEvent_t* inputConsumed) noexcept = 0;
  virtual void setDebugSync(bool sync) noexcept = 0;
  virtual bool getDebugSync() const noexcept = 0;
  virtual void setProfiler(IProfiler* profiler) noexcept = 0;
  virtual IProfiler* getProfiler() const noexcept = 0;
  virtual ICudaEngine const& getEngine() const noexcept = 0;
  virtual void setName(char const* name) noexcept = 0;
  virtual char const* getName() const noexcept = 0;
  virtual void setDeviceMemory(void* memory) noexcept = 0;
  virtual Dims getStrides(int32_t bindingIndex) const noexcept = 0;
  virtual bool setOptimizationProfile(int32_t profileIndex) noexcept = 0;
  virtual int32_t getOptimizationProfile() const noexcept = 0;
  virtual bool setBindingDimensions(int32_t bindingIndex, Dims dimensions) noexcept = 0;
  virtual Dims getBindingDimensions(int32_t bindingIndex) const noexcept = 0;
  virtual bool setInputShapeBinding(int32_t bindingIndex, int32_t const* data) noexcept = 0;
  virtual bool getShapeBinding(int32_t bindingIndex, int32_t* data) const noexcept = 0;
  virtual bool allInputDimensionsSpecified() const noexcept = 0;
  virtual bool allInputShapesSpecified() const noexcept = 0;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual bool executeV2(void* const* bindings) noexcept = 0;
  virtual bool enqueueV2(void* const* bindings, cudaStream_t stream,
                         cudaEvent_t* inputConsumed) noexcept = 0;
  virtual bool setOptimizationProfileAsync(int32_t profileIndex, cudaStream_t stream) noexcept = 0;
  virtual void setEnqueueEmitsProfile(bool enqueueEmitsProfile) noexcept = 0;
  virtual bool getEnqueueEmitsProfile() const noexcept = 0;
  virtual bool reportToProfiler() const noexcept = 0;
  virtual bool setInputShape(char const* tensorName, Dims const& dims) noexcept = 0;
  virtual Dims getTensorShape(char const* tensorName) const noexcept = 0;
  virtual Dims getTensorStrides(char const* tensorName) const noexcept = 0;
  virtual bool setTensorAddress(char const* tensorName, void* data) noexcept = 0;
  virtual void const* getTensorAddress(char const* tensorName) const noexcept = 0;
  virtual bool setInputTensorAddress(char const* tensorName, void const* data) noexcept = 0;
  virtual int32_t inferShapes(int32_t nbMaxNames, char const** tensorNames) noexcept = 0;
  virtual bool setInputConsumedEvent(cudaEvent_t event) noexcept = 0;
  virtual cudaEvent_t getInputConsumedEvent() const noexcept = 0;
  virtual void* getOutputTensorAddress(char const* tensorName) const noexcept = 0;
  virtual bool setOutputAllocator(char const* tensorName,
                                  IOutputAllocator* outputAllocator) noexcept = 0;
  virtual IOutputAllocator* getOutputAllocator(char const* name) noexcept = 0;
  virtual int64_t getMaxOutputSize(char const* tensorName) const noexcept = 0;
  virtual bool setTemporaryStorageAllocator(IGpuAllocator* allocator) noexcept = 0;
  virtual IGpuAllocator* getTemporaryStorageAllocator() const noexcept = 0;
  virtual bool enqueueV3(cudaStream_t stream) noexcept = 0;
  virtual void setPersistentCacheLimit(size_t size) noexcept = 0;
  virtual size_t getPersistentCacheLimit() const noexcept = 0;
  virtual bool setNvtxVerbosity(ProfilingVerbosity verbosity) noexcept = 0;
  virtual ProfilingVerbosity getNvtxVerbosity() const noexcept = 0;

  // 8.6
  virtual IExecutionContext* getPImpl() noexcept = 0;
  virtual void setAuxStreams(cudaStream_t* auxStreams, int32_t nbStreams) noexcept = 0;
};

}  // namespace apiv

class IExecutionContext : public INoCopy {
 public:
  ~IExecutionContext() noexcept override = default;
  bool execute(int32_t batchSize, void* const* bindings) noexcept {
    return mImpl->execute(batchSize, bindings);
  }
  bool enqueue(int32_t batchSize, void* const* bindings, cudaStream_t stream,
               cudaEvent_t* inputConsumed) noexcept {
    return mImpl->enqueue(batchSize, bindings, stream, inputConsumed);
  }
  void setDebugSync(bool sync) noexcept { mImpl->setDebugSync(sync); }
  bool getDebugSync() const noexcept { return mImpl->getDebugSync(); }
  void setProfiler(IProfiler* profiler) noexcept { mImpl->setProfiler(profiler); }
  IProfiler* getProfiler() const noexcept { return mImpl->getProfiler(); }
  ICudaEngine const& getEngine() const noexcept { return mImpl->getEngine(); }
  void setName(char const* name) noexcept { mImpl->setName(name); }
  char const* getName() const noexcept { return mImpl->getName(); }
  void setDeviceMemory(void* memory) noexcept { mImpl->setDeviceMemory(memory); }
  Dims getStrides(int32_t bindingIndex) const noexcept { return mImpl->getStrides(bindingIndex); }
  bool setOptimizationProfile(int32_t profileIndex) noexcept {
    return mImpl->setOptimizationProfile(profileIndex);
  }
  int32_t getOptimizationProfile() const noexcept { return mImpl->getOptimizationProfile(); }
  bool setBindingDimensions(int32_t bindingIndex, Dims dimensions) noexcept {
    return mImpl->setBindingDimensions(bindingIndex, dimensions);
  }
  Dims getBindingDimensions(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingDimensions(bindingIndex);
  }
  bool setInputShapeBinding(int32_t bindingIndex, int32_t const* data) noexcept {
    return mImpl->setInputShapeBinding(bindingIndex, data);
  }
  bool getShapeBinding(int32_t bindingIndex, int32_t* data) const noexcept {
    return mImpl->getShapeBinding(bindingIndex, data);
  }
  bool allInputDimensionsSpecified() const noexcept { return mImpl->allInputDimensionsSpecified(); }
  bool allInputShapesSpecified() const noexcept { return mImpl->allInputShapesSpecified(); }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  bool executeV2(void* const* bindings) noexcept { return mImpl->executeV2(bindings); }
  bool enqueueV2(void* const* bindings, cudaStream_t stream, cudaEvent_t* inputConsumed) noexcept {
    return mImpl->enqueueV2(bindings, stream, inputConsumed);
  }
  bool setOptimizationProfileAsync(int32_t profileIndex, cudaStream_t stream) noexcept {
    return mImpl->setOptimizationProfileAsync(profileIndex, stream);
  }
  void setEnqueueEmitsProfile(bool enqueueEmitsProfile) noexcept {
    mImpl->setEnqueueEmitsProfile(enqueueEmitsProfile);
  }
  bool getEnqueueEmitsProfile() const noexcept { return mImpl->getEnqueueEmitsProfile(); }
  bool reportToProfiler() const noexcept { return mImpl->reportToProfiler(); }
  bool setInputShape(char const* tensorName, Dims const& dims) noexcept {
    return mImpl->setInputShape(tensorName, dims);
  }
  Dims getTensorShape(char const* tensorName) const noexcept {
    return mImpl->getTensorShape(tensorName);
  }
  Dims getTensorStrides(char const* tensorName) const noexcept {
    return mImpl->getTensorStrides(tensorName);
  }
  bool setTensorAddress(char const* tensorName, void* data) noexcept {
    return mImpl->setTensorAddress(tensorName, data);
  }
  void const* getTensorAddress(char const* tensorName) const noexcept {
    return mImpl->getTensorAddress(tensorName);
  }
  bool setInputTensorAddress(char const* tensorName, void const* data) noexcept {
    return mImpl->setInputTensorAddress(tensorName, data);
  }
  int32_t inferShapes(int32_t nbMaxNames, char const** tensorNames) noexcept {
    return mImpl->inferShapes(nbMaxNames, tensorNames);
  }
  bool setInputConsumedEvent(cudaEvent_t event) noexcept {
    return mImpl->setInputConsumedEvent(event);
  }
  cudaEvent_t getInputConsumedEvent() const noexcept { return mImpl->getInputConsumedEvent(); }
  void* getOutputTensorAddress(char const* tensorName) const noexcept {
    return mImpl->getOutputTensorAddress(tensorName);
  }
  bool setOutputAllocator(char const* tensorName, IOutputAllocator* outputAllocator) noexcept {
    return mImpl->setOutputAllocator(tensorName, outputAllocator);
  }
  IOutputAllocator* getOutputAllocator(char const* name) const noexcept {
    return mImpl->getOutputAllocator(name);
  }
  int64_t getMaxOutputSize(char const* tensorName) const noexcept {
    return mImpl->getMaxOutputSize(tensorName);
  }
  bool setTemporaryStorageAllocator(IGpuAllocator* allocator) noexcept {
    return mImpl->setTemporaryStorageAllocator(allocator);
  }
  IGpuAllocator* getTemporaryStorageAllocator() const noexcept {
    return mImpl->getTemporaryStorageAllocator();
  }
  bool enqueueV3(cudaStream_t stream) noexcept { return mImpl->enqueueV3(stream); }
  void setPersistentCacheLimit(size_t size) noexcept { mImpl->setPersistentCacheLimit(size); }
  size_t getPersistentCacheLimit() const noexcept { return mImpl->getPersistentCacheLimit(); }
  bool setNvtxVerbosity(ProfilingVerbosity verbosity) noexcept {
    return mImpl->setNvtxVerbosity(verbosity);
  }
  ProfilingVerbosity getNvtxVerbosity() const noexcept { return mImpl->getNvtxVerbosity(); }

  // 8.6
  void setAuxStreams(cudaStream_t* auxStreams, int32_t nbStreams) noexcept {
    mImpl->setAuxStreams(auxStreams, nbStreams);
  }

 protected:
  apiv::VExecutionContext* mImpl;
};
static_assert(sizeof(IExecutionContext) == 16);

}  // namespace nvinfer1

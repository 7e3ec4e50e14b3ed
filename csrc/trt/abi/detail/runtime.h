// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include "runtime_slots.h"

namespace nvinfer1 {

class IProfiler {
 public:
  virtual void reportLayerTime(char const* layerName, float ms) noexcept = 0;
  virtual ~IProfiler() noexcept = default;
};

class IOutputAllocator {
 public:
  virtual int32_t getInterfaceVersion() const noexcept { return 1; }
  virtual void* reallocateOutput(char const* tensorName, void* currentMemory, uint64_t size,
                                 uint64_t alignment) noexcept = 0;
  virtual void notifyShape(char const* tensorName, Dims const& dims) noexcept = 0;
  virtual ~IOutputAllocator() = default;
};

class IHostMemory : public INoCopy {
 public:
  ~IHostMemory() noexcept override = default;
  void* data() const noexcept { return mImpl->data(); }
  size_t size() const noexcept { return mImpl->size(); }
  DataType type() const noexcept { return mImpl->type(); }

 protected:
  apiv::VHostMemory* mImpl;
};

class IRuntime : public INoCopy {
 public:
  ~IRuntime() noexcept override = default;
  ICudaEngine* deserializeCudaEngine(void const* blob, size_t size,
                                     IPluginFactory* pluginFactory) noexcept {
    return mImpl->deserializeCudaEngine(blob, size, pluginFactory);
  }
  void setDLACore(int32_t dlaCore) noexcept { mImpl->setDLACore(dlaCore); }
  int32_t getDLACore() const noexcept { return mImpl->getDLACore(); }
  int32_t getNbDLACores() const noexcept { return mImpl->getNbDLACores(); }
  void setGpuAllocator(IGpuAllocator* allocator) noexcept { mImpl->setGpuAllocator(allocator); }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  ILogger* getLogger() const noexcept { return mImpl->getLogger(); }
  bool setMaxThreads(int32_t maxThreads) noexcept { return mImpl->setMaxThreads(maxThreads); }
  int32_t getMaxThreads() const noexcept { return mImpl->getMaxThreads(); }
  void setTemporaryDirectory(char const* arg0) noexcept {
    mImpl->setTemporaryDirectory(arg0);
  }  // 8.6
  char const* getTemporaryDirectory() const noexcept {
    return mImpl->getTemporaryDirectory();
  }  // 8.6
  void setTempfileControlFlags(TempfileControlFlags arg0) noexcept {
    mImpl->setTempfileControlFlags(arg0);
  }  // 8.6
  TempfileControlFlags getTempfileControlFlags() const noexcept {
    return mImpl->getTempfileControlFlags();
  }                                                                                     // 8.6
  IRuntime* getPImpl() noexcept { return mImpl->getPImpl(); }                           // 8.6
  IPluginRegistry& getPluginRegistry() noexcept { return mImpl->getPluginRegistry(); }  // 8.6
  void setPluginRegistryParent(IPluginRegistry* parent) noexcept {
    mImpl->setPluginRegistryParent(parent);
  }                                                                                      // 8.6
  IRuntime* loadRuntime(char const* path) noexcept { return mImpl->loadRuntime(path); }  // 8.6
  void setEngineHostCodeAllowed(bool allowed) noexcept {
    mImpl->setEngineHostCodeAllowed(allowed);
  }  // 8.6
  bool getEngineHostCodeAllowed() const noexcept {
    return mImpl->getEngineHostCodeAllowed();
  }  // 8.6

 protected:
  apiv::VRuntime* mImpl;
};

class IRefitter : public INoCopy {
 public:
  ~IRefitter() noexcept override = default;
  bool setWeights(char const* layerName, WeightsRole role, Weights weights) noexcept {
    return mImpl->setWeights(layerName, role, weights);
  }
  bool refitCudaEngine() noexcept { return mImpl->refitCudaEngine(); }
  int32_t getMissing(int32_t size, char const** layerNames, WeightsRole* roles) noexcept {
    return mImpl->getMissing(size, layerNames, roles);
  }
  int32_t getAll(int32_t size, char const** layerNames, WeightsRole* roles) noexcept {
    return mImpl->getAll(size, layerNames, roles);
  }
  bool setDynamicRange(char const* tensorName, float min, float max) noexcept {
    return mImpl->setDynamicRange(tensorName, min, max);
  }
  float getDynamicRangeMin(char const* tensorName) const noexcept {
    return mImpl->getDynamicRangeMin(tensorName);
  }
  float getDynamicRangeMax(char const* tensorName) const noexcept {
    return mImpl->getDynamicRangeMax(tensorName);
  }
  int32_t getTensorsWithDynamicRange(int32_t size, char const** tensorNames) const noexcept {
    return mImpl->getTensorsWithDynamicRange(size, tensorNames);
  }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  bool setNamedWeights(char const* name, Weights weights) noexcept {
    return mImpl->setNamedWeights(name, weights);
  }
  int32_t getMissingWeights(int32_t size, char const** weightsNames) noexcept {
    return mImpl->getMissingWeights(size, weightsNames);
  }
  int32_t getAllWeights(int32_t size, char const** weightsNames) noexcept {
    return mImpl->getAllWeights(size, weightsNames);
  }
  ILogger* getLogger() const noexcept { return mImpl->getLogger(); }
  bool setMaxThreads(int32_t maxThreads) noexcept { return mImpl->setMaxThreads(maxThreads); }
  int32_t getMaxThreads() const noexcept { return mImpl->getMaxThreads(); }

 protected:
  apiv::VRefitter* mImpl;
};

class IOptimizationProfile : public INoCopy {
 public:
  ~IOptimizationProfile() noexcept override = default;
  bool setDimensions(char const* inputName, OptProfileSelector select, Dims dims) noexcept {
    return mImpl->setDimensions(inputName, select, dims);
  }
  Dims getDimensions(char const* inputName, OptProfileSelector select) const noexcept {
    return mImpl->getDimensions(inputName, select);
  }
  bool setShapeValues(char const* inputName, OptProfileSelector select, int32_t const* values,
                      int32_t nbValues) noexcept {
    return mImpl->setShapeValues(inputName, select, values, nbValues);
  }
  int32_t getNbShapeValues(char const* inputName) const noexcept {
    return mImpl->getNbShapeValues(inputName);
  }
  int32_t const* getShapeValues(char const* inputName, OptProfileSelector select) const noexcept {
    return mImpl->getShapeValues(inputName, select);
  }
  bool setExtraMemoryTarget(float target) noexcept { return mImpl->setExtraMemoryTarget(target); }
  float getExtraMemoryTarget() const noexcept { return mImpl->getExtraMemoryTarget(); }
  bool isValid() const noexcept { return mImpl->isValid(); }

 protected:
  apiv::VOptimizationProfile* mImpl;
};

class ICudaEngine : public INoCopy {
 public:
  ~ICudaEngine() noexcept override = default;
  int32_t getNbBindings() const noexcept { return mImpl->getNbBindings(); }
  int32_t getBindingIndex(char const* name) const noexcept { return mImpl->getBindingIndex(name); }
  char const* getBindingName(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingName(bindingIndex);
  }
  bool bindingIsInput(int32_t bindingIndex) const noexcept {
    return mImpl->bindingIsInput(bindingIndex);
  }
  Dims getBindingDimensions(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingDimensions(bindingIndex);
  }
  DataType getBindingDataType(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingDataType(bindingIndex);
  }
  int32_t getMaxBatchSize() const noexcept { return mImpl->getMaxBatchSize(); }
  int32_t getNbLayers() const noexcept { return mImpl->getNbLayers(); }
  IHostMemory* serialize() const noexcept { return mImpl->serialize(); }
  IExecutionContext* createExecutionContext() noexcept { return mImpl->createExecutionContext(); }
  TensorLocation getLocation(int32_t bindingIndex) const noexcept {
    return mImpl->getLocation(bindingIndex);
  }
  IExecutionContext* createExecutionContextWithoutDeviceMemory() noexcept {
    return mImpl->createExecutionContextWithoutDeviceMemory();
  }
  size_t getDeviceMemorySize() const noexcept { return mImpl->getDeviceMemorySize(); }
  bool isRefittable() const noexcept { return mImpl->isRefittable(); }
  int32_t getBindingBytesPerComponent(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingBytesPerComponent(bindingIndex);
  }
  int32_t getBindingComponentsPerElement(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingComponentsPerElement(bindingIndex);
  }
  TensorFormat getBindingFormat(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingFormat(bindingIndex);
  }
  char const* getBindingFormatDesc(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingFormatDesc(bindingIndex);
  }
  int32_t getBindingVectorizedDim(int32_t bindingIndex) const noexcept {
    return mImpl->getBindingVectorizedDim(bindingIndex);
  }
  char const* getName() const noexcept { return mImpl->getName(); }
  int32_t getNbOptimizationProfiles() const noexcept { return mImpl->getNbOptimizationProfiles(); }
  Dims getProfileDimensions(int32_t bindingIndex, int32_t profileIndex,
                            OptProfileSelector select) const noexcept {
    return mImpl->getProfileDimensions(bindingIndex, profileIndex, select);
  }
  int32_t const* getProfileShapeValues(int32_t profileIndex, int32_t inputIndex,
                                       OptProfileSelector select) const noexcept {
    return mImpl->getProfileShapeValues(profileIndex, inputIndex, select);
  }
  bool isShapeBinding(int32_t bindingIndex) const noexcept {
    return mImpl->isShapeBinding(bindingIndex);
  }
  bool isExecutionBinding(int32_t bindingIndex) const noexcept {
    return mImpl->isExecutionBinding(bindingIndex);
  }
  EngineCapability getEngineCapability() const noexcept { return mImpl->getEngineCapability(); }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  bool hasImplicitBatchDimension() const noexcept { return mImpl->hasImplicitBatchDimension(); }
  TacticSources getTacticSources() const noexcept { return mImpl->getTacticSources(); }
  ProfilingVerbosity getProfilingVerbosity() const noexcept {
    return mImpl->getProfilingVerbosity();
  }
  IEngineInspector* createEngineInspector() const noexcept {
    return mImpl->createEngineInspector();
  }
  Dims getTensorShape(char const* tensorName) const noexcept {
    return mImpl->getTensorShape(tensorName);
  }
  DataType getTensorDataType(char const* tensorName) const noexcept {
    return mImpl->getTensorDataType(tensorName);
  }
  TensorLocation getTensorLocation(char const* tensorName) const noexcept {
    return mImpl->getTensorLocation(tensorName);
  }
  bool isShapeInferenceIO(char const* tensorName) const noexcept {
    return mImpl->isShapeInferenceIO(tensorName);
  }
  TensorIOMode getTensorIOMode(char const* tensorName) const noexcept {
    return mImpl->getTensorIOMode(tensorName);
  }
  int32_t getTensorBytesPerComponent(char const* tensorName) const noexcept {
    return mImpl->getTensorBytesPerComponent(tensorName);
  }
  int32_t getTensorComponentsPerElement(char const* tensorName) const noexcept {
    return mImpl->getTensorComponentsPerElement(tensorName);
  }
  TensorFormat getTensorFormat(char const* tensorName) const noexcept {
    return mImpl->getTensorFormat(tensorName);
  }
  char const* getTensorFormatDesc(char const* tensorName) const noexcept {
    return mImpl->getTensorFormatDesc(tensorName);
  }
  int32_t getTensorVectorizedDim(char const* tensorName) const noexcept {
    return mImpl->getTensorVectorizedDim(tensorName);
  }
  Dims getProfileShape(char const* tensorName, int32_t profileIndex,
                       OptProfileSelector select) const noexcept {
    return mImpl->getProfileShape(tensorName, profileIndex, select);
  }
  int32_t getNbIOTensors() const noexcept { return mImpl->getNbIOTensors(); }
  char const* getIOTensorName(int32_t index) const noexcept {
    return mImpl->getIOTensorName(index);
  }
  HardwareCompatibilityLevel getHardwareCompatibilityLevel() const noexcept {
    return mImpl->getHardwareCompatibilityLevel();
  }                                                                              // 8.6
  ICudaEngine* getPImpl() noexcept { return mImpl->getPImpl(); }                 // 8.6
  int32_t getNbAuxStreams() const noexcept { return mImpl->getNbAuxStreams(); }  // 8.6

 protected:
  apiv::VCudaEngine* mImpl;
};

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
  void setProfiler(IProfiler* arg0) noexcept { mImpl->setProfiler(arg0); }
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
  IOutputAllocator* getOutputAllocator(char const* name) noexcept {
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
  IExecutionContext* getPImpl() noexcept { return mImpl->getPImpl(); }  // 8.6
  void setAuxStreams(cudaStream_t* auxStreams, int32_t nbStreams) noexcept {
    mImpl->setAuxStreams(auxStreams, nbStreams);
  }  // 8.6

 protected:
  apiv::VExecutionContext* mImpl;
};

class IEngineInspector : public INoCopy {
 public:
  ~IEngineInspector() noexcept override = default;
  bool setExecutionContext(IExecutionContext const* context) noexcept {
    return mImpl->setExecutionContext(context);
  }
  IExecutionContext const* getExecutionContext() const noexcept {
    return mImpl->getExecutionContext();
  }
  char const* getLayerInformation(int32_t layerIndex,
                                  LayerInformationFormat format) const noexcept {
    return mImpl->getLayerInformation(layerIndex, format);
  }
  char const* getEngineInformation(LayerInformationFormat format) const noexcept {
    return mImpl->getEngineInformation(format);
  }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  IEngineInspector* getPImpl() noexcept { return mImpl->getPImpl(); }  // 8.6

 protected:
  apiv::VEngineInspector* mImpl;
};

}  // namespace nvinfer1

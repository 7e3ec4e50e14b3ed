// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "engine_enums.h"
#include "error_recorder.h"
#include "host_memory.h"
#include "optimization_profile.h"

namespace nvinfer1 {

class ICudaEngine;
class IEngineInspector;
class IExecutionContext;

namespace apiv {

class VCudaEngine : public VRoot {
 public:
  virtual int32_t getNbBindings() const noexcept = 0;
  virtual int32_t getBindingIndex(char const* name) const noexcept = 0;
  virtual char const* getBindingName(int32_t bindingIndex) const noexcept = 0;
  virtual bool bindingIsInput(int32_t bindingIndex) const noexcept = 0;
  virtual Dims getBindingDimensions(int32_t bindingIndex) const noexcept = 0;
  virtual DataType getBindingDataType(int32_t bindingIndex) const noexcept = 0;
  virtual int32_t getMaxBatchSize() const noexcept = 0;
  virtual int32_t getNbLayers() const noexcept = 0;
  virtual IHostMemory* serialize() const noexcept = 0;
  virtual IExecutionContext* createExecutionContext() noexcept = 0;
  virtual TensorLocation getLocation(int32_t bindingIndex) const noexcept = 0;
  virtual IExecutionContext* createExecutionContextWithoutDeviceMemory() noexcept = 0;
  virtual size_t getDeviceMemorySize() const noexcept = 0;
  virtual bool isRefittable() const noexcept = 0;
  virtual int32_t getBindingBytesPerComponent(int32_t bindingIndex) const noexcept = 0;
  virtual int32_t getBindingComponentsPerElement(int32_t bindingIndex) const noexcept = 0;
  virtual TensorFormat getBindingFormat(int32_t bindingIndex) const noexcept = 0;
  virtual char const* getBindingFormatDesc(int32_t bindingIndex) const noexcept = 0;
  virtual int32_t getBindingVectorizedDim(int32_t bindingIndex) const noexcept = 0;
  virtual char const* getName() const noexcept = 0;
  virtual int32_t getNbOptimizationProfiles() const noexcept = 0;
  virtual Dims getProfileDimensions(int32_t bindingIndex, int32_t profileIndex,
                                    OptProfileSelector select) const noexcept = 0;
  virtual int32_t const* getProfileShapeValues(int32_t profileIndex, int32_t inputIndex,
                                               OptProfileSelector select) const noexcept = 0;
  virtual bool isShapeBinding(int32_t bindingIndex) const noexcept = 0;
  virtual bool isExecutionBinding(int32_t bindingIndex) const noexcept = 0;
  virtual EngineCapability getEngineCapability() const noexcept = 0;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual bool hasImplicitBatchDimension() const noexcept = 0;
  virtual TacticSources getTacticSources() const noexcept = 0;
  virtual ProfilingVerbosity getProfilingVerbosity() const noexcept = 0;
  virtual IEngineInspector* createEngineInspector() const noexcept = 0;
  virtual Dims getTensorShape(char const* tensorName) const noexcept = 0;
  virtual DataType getTensorDataType(char const* tensorName) const noexcept = 0;
  virtual TensorLocation getTensorLocation(char const* tensorName) const noexcept = 0;
  virtual bool isShapeInferenceIO(char const* tensorName) const noexcept = 0;
  virtual TensorIOMode getTensorIOMode(char const* tensorName) const noexcept = 0;
  virtual int32_t getTensorBytesPerComponent(char const* tensorName) const noexcept = 0;
  virtual int32_t getTensorComponentsPerElement(char const* tensorName) const noexcept = 0;
  virtual TensorFormat getTensorFormat(char const* tensorName) const noexcept = 0;
  virtual char const* getTensorFormatDesc(char const* tensorName) const noexcept = 0;
  virtual int32_t getTensorVectorizedDim(char const* tensorName) const noexcept = 0;
  virtual Dims getProfileShape(char const* tensorName, int32_t profileIndex,
                               OptProfileSelector select) const noexcept = 0;
  virtual int32_t getNbIOTensors() const noexcept = 0;
  virtual char const* getIOTensorName(int32_t index) const noexcept = 0;

  // 8.6
  virtual HardwareCompatibilityLevel getHardwareCompatibilityLevel() const noexcept = 0;
  virtual ICudaEngine* getPImpl() noexcept = 0;
  virtual int32_t getNbAuxStreams() const noexcept = 0;
};

}  // namespace apiv

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

  // 8.6
  HardwareCompatibilityLevel getHardwareCompatibilityLevel() const noexcept {
    return mImpl->getHardwareCompatibilityLevel();
  }
  int32_t getNbAuxStreams() const noexcept { return mImpl->getNbAuxStreams(); }

 protected:
  apiv::VCudaEngine* mImpl;
};
static_assert(sizeof(ICudaEngine) == 16);

}  // namespace nvinfer1

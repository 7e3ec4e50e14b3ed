// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "builder_config.h"
#include "engine.h"
#include "gpu_allocator.h"
#include "logger.h"
#include "network.h"
#include "plugin_registry.h"

namespace nvinfer1 {

namespace apiv {

class VBuilder : public VRoot {
 public:
  virtual void setMaxBatchSize(int32_t batchSize) noexcept = 0;
  virtual int32_t getMaxBatchSize() const noexcept = 0;
  virtual bool platformHasFastFp16() const noexcept = 0;
  virtual bool platformHasFastInt8() const noexcept = 0;
  virtual int32_t getMaxDLABatchSize() const noexcept = 0;
  virtual int32_t getNbDLACores() const noexcept = 0;
  virtual void setGpuAllocator(IGpuAllocator* allocator) noexcept = 0;
  virtual IBuilderConfig* createBuilderConfig() noexcept = 0;
  virtual ICudaEngine* buildEngineWithConfig(INetworkDefinition& network,
                                             IBuilderConfig& config) noexcept = 0;
  virtual INetworkDefinition* createNetworkV2(NetworkDefinitionCreationFlags flags) noexcept = 0;
  virtual IOptimizationProfile* createOptimizationProfile() noexcept = 0;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual void reset() noexcept = 0;
  virtual bool platformHasTf32() const noexcept = 0;
  virtual IHostMemory* buildSerializedNetwork(INetworkDefinition& network,
                                              IBuilderConfig& config) noexcept = 0;
  virtual bool isNetworkSupported(INetworkDefinition const& network,
                                  IBuilderConfig const& config) const noexcept = 0;
  virtual ILogger* getLogger() const noexcept = 0;
  virtual bool setMaxThreads(int32_t maxThreads) noexcept = 0;
  virtual int32_t getMaxThreads() const noexcept = 0;

  // 8.6
  virtual IPluginRegistry& getPluginRegistry() noexcept = 0;
};

}  // namespace apiv

class IBuilder : public INoCopy {
 public:
  ~IBuilder() noexcept override = default;
  void setMaxBatchSize(int32_t batchSize) noexcept { mImpl->setMaxBatchSize(batchSize); }
  int32_t getMaxBatchSize() const noexcept { return mImpl->getMaxBatchSize(); }
  bool platformHasFastFp16() const noexcept { return mImpl->platformHasFastFp16(); }
  bool platformHasFastInt8() const noexcept { return mImpl->platformHasFastInt8(); }
  int32_t getMaxDLABatchSize() const noexcept { return mImpl->getMaxDLABatchSize(); }
  int32_t getNbDLACores() const noexcept { return mImpl->getNbDLACores(); }
  void setGpuAllocator(IGpuAllocator* allocator) noexcept { mImpl->setGpuAllocator(allocator); }
  IBuilderConfig* createBuilderConfig() noexcept { return mImpl->createBuilderConfig(); }
  ICudaEngine* buildEngineWithConfig(INetworkDefinition& network, IBuilderConfig& config) noexcept {
    return mImpl->buildEngineWithConfig(network, config);
  }
  INetworkDefinition* createNetworkV2(NetworkDefinitionCreationFlags flags) noexcept {
    return mImpl->createNetworkV2(flags);
  }
  IOptimizationProfile* createOptimizationProfile() noexcept {
    return mImpl->createOptimizationProfile();
  }
  void setErrorRecorder(IErrorRecorder* recorder) noexcept { mImpl->setErrorRecorder(recorder); }
  IErrorRecorder* getErrorRecorder() const noexcept { return mImpl->getErrorRecorder(); }
  void reset() noexcept { mImpl->reset(); }
  bool platformHasTf32() const noexcept { return mImpl->platformHasTf32(); }
  IHostMemory* buildSerializedNetwork(INetworkDefinition& network,
                                      IBuilderConfig& config) noexcept {
    return mImpl->buildSerializedNetwork(network, config);
  }
  bool isNetworkSupported(INetworkDefinition const& network,
                          IBuilderConfig const& config) const noexcept {
    return mImpl->isNetworkSupported(network, config);
  }
  ILogger* getLogger() const noexcept { return mImpl->getLogger(); }
  bool setMaxThreads(int32_t maxThreads) noexcept { return mImpl->setMaxThreads(maxThreads); }
  int32_t getMaxThreads() const noexcept { return mImpl->getMaxThreads(); }

  // 8.6
  IPluginRegistry& getPluginRegistry() noexcept { return mImpl->getPluginRegistry(); }

 protected:
  apiv::VBuilder* mImpl;
};
static_assert(sizeof(IBuilder) == 16);

}  // namespace nvinfer1

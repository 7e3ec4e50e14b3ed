// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cuda_runtime_api.h>
#include "algorithm.h"
#include "calibrators.h"
#include "engine_enums.h"
#include "layer.h"
#include "timing_cache.h"

namespace nvinfer1 {

enum class DeviceType : int32_t {
  kGPU = 0,
  kDLA = 1,
};

enum class MemoryPoolType : int32_t {
  kWORKSPACE = 0,
  kDLA_MANAGED_SRAM = 1,
  kDLA_LOCAL_DRAM = 2,
  kDLA_GLOBAL_DRAM = 3,
  kTACTIC_DRAM = 4,  // 8.6
};

enum class PreviewFeature : int32_t {
  kFASTER_DYNAMIC_SHAPES_0805 = 0,
  kDISABLE_EXTERNAL_TACTIC_SOURCES_FOR_CORE_0805 = 1,
  kPROFILE_SHARING_0806 = 2,  // 8.6
};

enum class BuilderFlag : int32_t {
  kFP16 = 0,
  kINT8 = 1,
  kDEBUG = 2,
  kGPU_FALLBACK = 3,
  kSTRICT_TYPES = 4,
  kREFIT = 5,
  kDISABLE_TIMING_CACHE = 6,
  kTF32 = 7,
  kSPARSE_WEIGHTS = 8,
  kSAFETY_SCOPE = 9,
  kOBEY_PRECISION_CONSTRAINTS = 10,
  kPREFER_PRECISION_CONSTRAINTS = 11,
  kDIRECT_IO = 12,
  kREJECT_EMPTY_ALGORITHMS = 13,
  kENABLE_TACTIC_HEURISTIC = 14,
  kVERSION_COMPATIBLE = 15,    // 8.6
  kEXCLUDE_LEAN_RUNTIME = 16,  // 8.6
  kFP8 = 17,                   // 8.6
};
using BuilderFlags = uint32_t;  // a bit for each BuilderFlag

enum class QuantizationFlag : int32_t {
  kCALIBRATE_BEFORE_FUSION = 0,
};
using QuantizationFlags = uint32_t;  // a bit for each QuantizationFlag

namespace apiv {

class VBuilderConfig : public VRoot {
 public:
  virtual void setMinTimingIterations(int32_t minTiming) noexcept = 0;
  virtual int32_t getMinTimingIterations() const noexcept = 0;
  virtual void setAvgTimingIterations(int32_t avgTiming) noexcept = 0;
  virtual int32_t getAvgTimingIterations() const noexcept = 0;
  virtual void setEngineCapability(EngineCapability capability) noexcept = 0;
  virtual EngineCapability getEngineCapability() const noexcept = 0;
  virtual void setInt8Calibrator(IInt8Calibrator* calibrator) noexcept = 0;
  virtual IInt8Calibrator* getInt8Calibrator() const noexcept = 0;
  virtual void setMaxWorkspaceSize(size_t workspaceSize) noexcept = 0;
  virtual size_t getMaxWorkspaceSize() const noexcept = 0;
  virtual void setFlags(BuilderFlags builderFlags) noexcept = 0;
  virtual BuilderFlags getFlags() const noexcept = 0;
  virtual void clearFlag(BuilderFlag builderFlag) noexcept = 0;
  virtual void setFlag(BuilderFlag builderFlag) noexcept = 0;
  virtual bool getFlag(BuilderFlag builderFlag) const noexcept = 0;
  virtual void setDeviceType(ILayer const* layer, DeviceType deviceType) noexcept = 0;
  virtual DeviceType getDeviceType(ILayer const* layer) const noexcept = 0;
  virtual bool isDeviceTypeSet(ILayer const* layer) const noexcept = 0;
  virtual void resetDeviceType(ILayer const* layer) noexcept = 0;
  virtual bool canRunOnDLA(ILayer const* layer) const noexcept = 0;
  virtual void setDLACore(int32_t dlaCore) noexcept = 0;
  virtual int32_t getDLACore() const noexcept = 0;
  virtual void setDefaultDeviceType(DeviceType deviceType) noexcept = 0;
  virtual DeviceType getDefaultDeviceType() const noexcept = 0;
  virtual void reset() noexcept = 0;
  virtual void setProfileStream(cudaStream_t stream) noexcept = 0;
  virtual cudaStream_t getProfileStream() const noexcept = 0;
  virtual int32_t addOptimizationProfile(IOptimizationProfile const* profile) noexcept = 0;
  virtual int32_t getNbOptimizationProfiles() const noexcept = 0;
  virtual void setProfilingVerbosity(ProfilingVerbosity verbosity) noexcept = 0;
  virtual ProfilingVerbosity getProfilingVerbosity() const noexcept = 0;
  virtual void setAlgorithmSelector(IAlgorithmSelector* selector) noexcept = 0;
  virtual IAlgorithmSelector* getAlgorithmSelector() const noexcept = 0;
  virtual bool setCalibrationProfile(IOptimizationProfile const* profile) noexcept = 0;
  virtual IOptimizationProfile const* getCalibrationProfile() noexcept = 0;
  virtual void setQuantizationFlags(QuantizationFlags flags) noexcept = 0;
  virtual QuantizationFlags getQuantizationFlags() const noexcept = 0;
  virtual void clearQuantizationFlag(QuantizationFlag flag) noexcept = 0;
  virtual void setQuantizationFlag(QuantizationFlag flag) noexcept = 0;
  virtual bool getQuantizationFlag(QuantizationFlag flag) const noexcept = 0;
  virtual bool setTacticSources(TacticSources tacticSources) noexcept = 0;
  virtual TacticSources getTacticSources() const noexcept = 0;
  virtual ITimingCache* createTimingCache(void const* blob, size_t size) const noexcept = 0;
  virtual bool setTimingCache(ITimingCache const& cache, bool ignoreMismatch) noexcept = 0;
  virtual ITimingCache const* getTimingCache() const noexcept = 0;
  virtual void setMemoryPoolLimit(MemoryPoolType pool, size_t poolSize) noexcept = 0;
  virtual size_t getMemoryPoolLimit(MemoryPoolType pool) const noexcept = 0;
  virtual void setPreviewFeature(PreviewFeature feature, bool enable) noexcept = 0;
  virtual bool getPreviewFeature(PreviewFeature feature) const noexcept = 0;

  // 8.6
  virtual void setBuilderOptimizationLevel(int32_t level) noexcept = 0;
  virtual int32_t getBuilderOptimizationLevel() const noexcept = 0;
  virtual void setHardwareCompatibilityLevel(
      HardwareCompatibilityLevel hardwareCompatibilityLevel) noexcept = 0;
  virtual HardwareCompatibilityLevel getHardwareCompatibilityLevel() const noexcept = 0;
  virtual void setPluginsToSerialize(char const* const* paths, int32_t nbPaths) noexcept = 0;
  virtual char const* getPluginToSerialize(int32_t index) const noexcept = 0;
  virtual int32_t getNbPluginsToSerialize() const noexcept = 0;
  virtual void setMaxAuxStreams(int32_t nbStreams) noexcept = 0;
  virtual int32_t getMaxAuxStreams() const noexcept = 0;
};

}  // namespace apiv

class IBuilderConfig : public INoCopy {
 public:
  ~IBuilderConfig() noexcept override = default;
  void setMinTimingIterations(int32_t minTiming) noexcept {
    mImpl->setMinTimingIterations(minTiming);
  }
  int32_t getMinTimingIterations() const noexcept { return mImpl->getMinTimingIterations(); }
  void setAvgTimingIterations(int32_t avgTiming) noexcept {
    mImpl->setAvgTimingIterations(avgTiming);
  }
  int32_t getAvgTimingIterations() const noexcept { return mImpl->getAvgTimingIterations(); }
  void setEngineCapability(EngineCapability capability) noexcept {
    mImpl->setEngineCapability(capability);
  }
  EngineCapability getEngineCapability() const noexcept { return mImpl->getEngineCapability(); }
  void setInt8Calibrator(IInt8Calibrator* calibrator) noexcept {
    mImpl->setInt8Calibrator(calibrator);
  }
  IInt8Calibrator* getInt8Calibrator() const noexcept { return mImpl->getInt8Calibrator(); }
  void setMaxWorkspaceSize(size_t workspaceSize) noexcept {
    mImpl->setMaxWorkspaceSize(workspaceSize);
  }
  size_t getMaxWorkspaceSize() const noexcept { return mImpl->getMaxWorkspaceSize(); }
  void setFlags(BuilderFlags builderFlags) noexcept { mImpl->setFlags(builderFlags); }
  BuilderFlags getFlags() const noexcept { return mImpl->getFlags(); }
  void clearFlag(BuilderFlag builderFlag) noexcept { mImpl->clearFlag(builderFlag); }
  void setFlag(BuilderFlag builderFlag) noexcept { mImpl->setFlag(builderFlag); }
  bool getFlag(BuilderFlag builderFlag) const noexcept { return mImpl->getFlag(builderFlag); }
  void setDeviceType(ILayer const* layer, DeviceType deviceType) noexcept {
    mImpl->setDeviceType(layer, deviceType);
  }
  DeviceType getDeviceType(ILayer const* layer) const noexcept {
    return mImpl->getDeviceType(layer);
  }
  bool isDeviceTypeSet(ILayer const* layer) const noexcept { return mImpl->isDeviceTypeSet(layer); }
  void resetDeviceType(ILayer const* layer) noexcept { mImpl->resetDeviceType(layer); }
  bool canRunOnDLA(ILayer const* layer) const noexcept { return mImpl->canRunOnDLA(layer); }
  void setDLACore(int32_t dlaCore) noexcept { mImpl->setDLACore(dlaCore); }
  int32_t getDLACore() const noexcept { return mImpl->getDLACore(); }
  void setDefaultDeviceType(DeviceType deviceType) noexcept {
    mImpl->setDefaultDeviceType(deviceType);
  }
  DeviceType getDefaultDeviceType() const noexcept { return mImpl->getDefaultDeviceType(); }
  void reset() noexcept { mImpl->reset(); }
  void setProfileStream(cudaStream_t stream) noexcept { mImpl->setProfileStream(stream); }
  cudaStream_t getProfileStream() const noexcept { return mImpl->getProfileStream(); }
  int32_t addOptimizationProfile(IOptimizationProfile const* profile) noexcept {
    return mImpl->addOptimizationProfile(profile);
  }
  int32_t getNbOptimizationProfiles() const noexcept { return mImpl->getNbOptimizationProfiles(); }
  void setProfilingVerbosity(ProfilingVerbosity verbosity) noexcept {
    mImpl->setProfilingVerbosity(verbosity);
  }
  ProfilingVerbosity getProfilingVerbosity() const noexcept {
    return mImpl->getProfilingVerbosity();
  }
  void setAlgorithmSelector(IAlgorithmSelector* selector) noexcept {
    mImpl->setAlgorithmSelector(selector);
  }
  IAlgorithmSelector* getAlgorithmSelector() const noexcept {
    return mImpl->getAlgorithmSelector();
  }
  bool setCalibrationProfile(IOptimizationProfile const* profile) noexcept {
    return mImpl->setCalibrationProfile(profile);
  }
  IOptimizationProfile const* getCalibrationProfile() noexcept {
    return mImpl->getCalibrationProfile();
  }
  void setQuantizationFlags(QuantizationFlags flags) noexcept {
    mImpl->setQuantizationFlags(flags);
  }
  QuantizationFlags getQuantizationFlags() const noexcept { return mImpl->getQuantizationFlags(); }
  void clearQuantizationFlag(QuantizationFlag flag) noexcept { mImpl->clearQuantizationFlag(flag); }
  void setQuantizationFlag(QuantizationFlag flag) noexcept { mImpl->setQuantizationFlag(flag); }
  bool getQuantizationFlag(QuantizationFlag flag) const noexcept {
    return mImpl->getQuantizationFlag(flag);
  }
  bool setTacticSources(TacticSources tacticSources) noexcept {
    return mImpl->setTacticSources(tacticSources);
  }
  TacticSources getTacticSources() const noexcept { return mImpl->getTacticSources(); }
  ITimingCache* createTimingCache(void const* blob, size_t size) const noexcept {
    return mImpl->createTimingCache(blob, size);
  }
  bool setTimingCache(ITimingCache const& cache, bool ignoreMismatch) noexcept {
    return mImpl->setTimingCache(cache, ignoreMismatch);
  }
  ITimingCache const* getTimingCache() const noexcept { return mImpl->getTimingCache(); }
  void setMemoryPoolLimit(MemoryPoolType pool, size_t poolSize) noexcept {
    mImpl->setMemoryPoolLimit(pool, poolSize);
  }
  size_t getMemoryPoolLimit(MemoryPoolType pool) const noexcept {
    return mImpl->getMemoryPoolLimit(pool);
  }
  void setPreviewFeature(PreviewFeature feature, bool enable) noexcept {
    mImpl->setPreviewFeature(feature, enable);
  }
  bool getPreviewFeature(PreviewFeature feature) const noexcept {
    return mImpl->getPreviewFeature(feature);
  }

  // 8.6
  void setBuilderOptimizationLevel(int32_t level) noexcept {
    mImpl->setBuilderOptimizationLevel(level);
  }
  int32_t getBuilderOptimizationLevel() noexcept { return mImpl->getBuilderOptimizationLevel(); }
  void setHardwareCompatibilityLevel(
      HardwareCompatibilityLevel hardwareCompatibilityLevel) noexcept {
    mImpl->setHardwareCompatibilityLevel(hardwareCompatibilityLevel);
  }
  HardwareCompatibilityLevel getHardwareCompatibilityLevel() const noexcept {
    return mImpl->getHardwareCompatibilityLevel();
  }
  void setPluginsToSerialize(char const* const* paths, int32_t nbPaths) noexcept {
    mImpl->setPluginsToSerialize(paths, nbPaths);
  }
  char const* getPluginToSerialize(int32_t index) const noexcept {
    return mImpl->getPluginToSerialize(index);
  }
  int32_t getNbPluginsToSerialize() const noexcept { return mImpl->getNbPluginsToSerialize(); }
  void setMaxAuxStreams(int32_t nbStreams) noexcept { mImpl->setMaxAuxStreams(nbStreams); }
  int32_t getMaxAuxStreams() const noexcept { return mImpl->getMaxAuxStreams(); }

 protected:
  apiv::VBuilderConfig* mImpl;
};
static_assert(sizeof(IBuilderConfig) == 16);

}  // namespace nvinfer1

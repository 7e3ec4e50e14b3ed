// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "error_recorder.h"
#include "plugin_creator.h"

namespace nvinfer1 {

// As 8.6.0 has it. The first three functions are in the same slots everywhere; before another is
// called, see trtp::abi::IPluginRegistry85.
class IPluginRegistry {
 public:
  using PluginLibraryHandle = void*;

  virtual bool registerCreator(IPluginCreator& creator, char const* pluginNamespace) noexcept = 0;
  virtual IPluginCreator* const* getPluginCreatorList(int32_t* numCreators) const noexcept = 0;
  virtual IPluginCreator* getPluginCreator(char const* pluginName, char const* pluginVersion,
                                           char const* pluginNamespace) noexcept = 0;

  // 8.6
  virtual bool isParentSearchEnabled() const = 0;
  virtual void setParentSearchEnabled(bool enabled) = 0;
  virtual PluginLibraryHandle loadLibrary(char const* pluginPath) noexcept = 0;
  virtual void deregisterLibrary(PluginLibraryHandle handle) noexcept = 0;

 protected:
  virtual ~IPluginRegistry() noexcept = default;

 public:
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual bool deregisterCreator(IPluginCreator const& creator) noexcept = 0;
};
static_assert(sizeof(IPluginRegistry) == 8);

}  // namespace nvinfer1

namespace trtp::abi {

// The registry of every 8.5 and 8.6 but 8.6.0, where has_registry_85(getInferLibVersion()): cast to
// this. 8.6.0 put its new functions before the destructor; 8.6.1 has them behind these.
class IPluginRegistry85 {
 public:
  virtual bool registerCreator(nvinfer1::IPluginCreator& creator,
                               char const* pluginNamespace) noexcept = 0;
  virtual nvinfer1::IPluginCreator* const* getPluginCreatorList(
      int32_t* numCreators) const noexcept = 0;
  virtual nvinfer1::IPluginCreator* getPluginCreator(char const* pluginName,
                                                     char const* pluginVersion,
                                                     char const* pluginNamespace) noexcept = 0;

 protected:
  virtual ~IPluginRegistry85() noexcept = default;

 public:
  virtual void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) noexcept = 0;
  virtual nvinfer1::IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual bool deregisterCreator(nvinfer1::IPluginCreator const& creator) noexcept = 0;
};
static_assert(sizeof(IPluginRegistry85) == 8);

constexpr bool has_registry_85(int32_t version) { return version != 8600; }

}  // namespace trtp::abi

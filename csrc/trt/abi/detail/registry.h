// Part of this project's own declarations of TensorRT's interface, written from its documented
// names and its binary layout, so that everything here can be compiled where the SDK's headers are
// not installed. The SDK's headers take their place where they are.
#pragma once

#include "plugins.h"

namespace nvinfer1 {

class IPluginRegistry {
 public:
  using PluginLibraryHandle = void*;
  virtual bool registerCreator(IPluginCreator& creator, char const* pluginNamespace) noexcept = 0;
  virtual IPluginCreator* const* getPluginCreatorList(int32_t* numCreators) const noexcept = 0;
  virtual IPluginCreator* getPluginCreator(char const* pluginName, char const* pluginVersion,
                                           char const* pluginNamespace) noexcept = 0;
  virtual bool isParentSearchEnabled() const = 0;                                // 8.6
  virtual void setParentSearchEnabled(bool enabled) = 0;                         // 8.6
  virtual PluginLibraryHandle loadLibrary(char const* pluginPath) noexcept = 0;  // 8.6
  virtual void deregisterLibrary(PluginLibraryHandle handle) noexcept = 0;       // 8.6
 protected:
  virtual ~IPluginRegistry() noexcept = default;

 public:
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual bool deregisterCreator(IPluginCreator const& creator) noexcept = 0;
};

}  // namespace nvinfer1

namespace trtp::abi {

using nvinfer1::IErrorRecorder;
using nvinfer1::IPluginCreator;

// The registry of 8.5, which has fewer slots. Cast to this where getInferLibVersion() is below
// 8600.
class IPluginRegistry85 {
 public:
  virtual bool registerCreator(IPluginCreator& creator, char const* pluginNamespace) noexcept = 0;
  virtual IPluginCreator* const* getPluginCreatorList(int32_t* numCreators) const noexcept = 0;
  virtual IPluginCreator* getPluginCreator(char const* pluginName, char const* pluginVersion,
                                           char const* pluginNamespace) noexcept = 0;

 protected:
  virtual ~IPluginRegistry85() noexcept = default;

 public:
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
  virtual bool deregisterCreator(IPluginCreator const& creator) noexcept = 0;
};

}  // namespace trtp::abi

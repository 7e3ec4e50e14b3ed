// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstdint>
#include "error_recorder.h"
#include "root.h"

namespace nvinfer1 {

class IEngineInspector;
class IExecutionContext;

enum class LayerInformationFormat : int32_t {
  kONELINE = 0,
  kJSON = 1,
};

namespace apiv {

class VEngineInspector : public VRoot {
 public:
  virtual bool setExecutionContext(IExecutionContext const* context) noexcept = 0;
  virtual IExecutionContext const* getExecutionContext() const noexcept = 0;
  virtual char const* getLayerInformation(int32_t layerIndex,
                                          LayerInformationFormat format) const noexcept = 0;
  virtual char const* getEngineInformation(LayerInformationFormat format) const noexcept = 0;
  virtual void setErrorRecorder(IErrorRecorder* recorder) noexcept = 0;
  virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;

  // 8.6
  virtual IEngineInspector* getPImpl() noexcept = 0;
};

}  // namespace apiv

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

 protected:
  apiv::VEngineInspector* mImpl;
};
static_assert(sizeof(IEngineInspector) == 16);

}  // namespace nvinfer1

#include "inspector.h"

namespace trtp::runtime {

std::string inspect(Engine& engine, Context* context) {
  Operation const operation(engine.log());
  std::unique_ptr<nvinfer1::IEngineInspector> const inspector(
      engine.native().createEngineInspector());
  if (!inspector) operation.fail("TensorRT could not create an inspector of the engine");
  if (context && !inspector->setExecutionContext(&context->native()))
    operation.fail("TensorRT's inspector refuses the context");
  auto const* const json = inspector->getEngineInformation(nvinfer1::LayerInformationFormat::kJSON);
  if (!json) operation.fail("TensorRT has nothing to tell about the engine");
  return json;
}

}  // namespace trtp::runtime

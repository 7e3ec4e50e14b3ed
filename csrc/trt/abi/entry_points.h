#pragma once

#include <NvInfer.h>

#include <cstdint>

// The C functions of TensorRT's libraries, which are looked up at run time. Fits the SDK's headers
// as well as ours.

namespace trtp::abi {

template <class Function>
struct EntryPoint {
  char const* library;  // to which the major version is appended
  char const* name;
};

// The version is getInferLibVersion()'s; the objects are of the types in the functions' names. Null
// where TensorRT cannot make one, of which its logger has been told; but without a GPU 8.6.0's
// create_runtime ends the process.
inline constexpr EntryPoint<void*(void* logger, int32_t version)> create_builder{
    "libnvinfer.so", "createInferBuilder_INTERNAL"};
inline constexpr EntryPoint<void*(void* logger, int32_t version)> create_runtime{
    "libnvinfer.so", "createInferRuntime_INTERNAL"};
inline constexpr EntryPoint<void*(void* engine, void* logger, int32_t version)> create_refitter{
    "libnvinfer.so", "createInferRefitter_INTERNAL"};
inline constexpr EntryPoint<nvinfer1::IPluginRegistry*()> get_plugin_registry{"libnvinfer.so",
                                                                              "getPluginRegistry"};
inline constexpr EntryPoint<nvinfer1::IPluginRegistry*(nvinfer1::EngineCapability)>
    get_builder_plugin_registry{"libnvinfer.so", "getBuilderPluginRegistry"};
inline constexpr EntryPoint<nvinfer1::ILogger*()> get_logger{"libnvinfer.so", "getLogger"};
inline constexpr EntryPoint<int32_t()> get_version{"libnvinfer.so", "getInferLibVersion"};

inline constexpr EntryPoint<bool(void* logger, char const* plugin_namespace)> init_nvidia_plugins{
    "libnvinfer_plugin.so", "initLibNvInferPlugins"};

inline constexpr int onnx_parser_version = 256;  // 0.1.0, that of 8.5 and 8.6
inline constexpr EntryPoint<void*(void* network, void* logger, int version)> create_onnx_parser{
    "libnvonnxparser.so", "createNvOnnxParser_INTERNAL"};
inline constexpr EntryPoint<void*()> create_uff_parser{"libnvparsers.so",
                                                       "createNvUffParser_INTERNAL"};
inline constexpr EntryPoint<void*()> create_caffe_parser{"libnvparsers.so",
                                                         "createNvCaffeParser_INTERNAL"};

}  // namespace trtp::abi

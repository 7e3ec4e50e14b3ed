#pragma once

// Registers every operator of libtrtplugins.so with TensorRT's plugin registry, in the manner of
// initLibNvInferPlugins. Loading the library does so already in the default namespace "", so this
// is needed for another namespace or a logger.
//
// logger: an nvinfer1::ILogger* that gets this library's messages from now on, or null: then the
// one that TensorRT was
//   given last. It must outlive the library.
// plugin_namespace: where to register; null is "".
//
// Returns false, having logged the reason, if TensorRT is missing or of another version, or if
// somebody else's creator holds one of the names: the operators' second names, "TRTP_" + name, are
// then still registered. Idempotent; may be called from several threads.
extern "C" __attribute__((visibility("default"))) bool initTrtPlugins(
    void* logger, char const* plugin_namespace) noexcept;

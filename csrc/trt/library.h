#pragma once

#include <NvInfer.h>

#include <cstdint>
#include <string>
#include <vector>

namespace trtp::trt {

// TensorRT as found in this process. Nothing of this project links TensorRT: its entry points are
// looked up when they are first needed, so that the library can be built and loaded without it,
// serves every version it knows, and says itself what is missing. Looked for in this order:
//   1. what is loaded already, also by dlopen with RTLD_LOCAL, as Python's `import tensorrt` does;
//   2. $TENSORRT_LIBRARY_DIR, then $TENSORRT_ROOT/lib;
//   3. the loader's path;
//   4. beside this library in Python's site-packages: tensorrt/, trtplugins_tensorrt8/.
class Library {
 public:
  int32_t version() const { return version_; }  // 8600 for 8.6.0
  std::string const& path() const { return path_; }

  nvinfer1::IPluginRegistry& registry() const;
  nvinfer1::ILogger* logger()
      const;  // the one given to the builder or runtime last made; null before that
  nvinfer1::IBuilder* create_builder(nvinfer1::ILogger& logger) const;
  nvinfer1::IRuntime* create_runtime(nvinfer1::ILogger& logger) const;
  nvinfer1::IRefitter* create_refitter(nvinfer1::ICudaEngine& engine,
                                       nvinfer1::ILogger& logger) const;

  bool at_least(int32_t version) const { return version_ >= version; }

 private:
  friend Library const& library();
  explicit Library(void* handle);
  template <class F>
  F function(char const* name) const;

  void* handle_;
  std::string path_;
  int32_t version_ = 0;
};

// Throws Error that says where TensorRT was looked for, or why the one that was found cannot be
// used.
Library const& library();
// Null instead of throwing; `why` receives the message.
Library const* find_library(std::string* why = nullptr);
// The version of the TensorRT that was found, so that one binary answers 8.5 and 8.6 as each
// expects; before that, the one this was compiled for.
int32_t loaded_version() noexcept;
// Whether TensorRT is in this process already; library() would then not load anything.
bool is_loaded();

// A function of another of TensorRT's libraries ("libnvonnxparser.so"), which is looked for as
// above and beside libnvinfer first. Throws Error.
void* symbol(std::string const& library_name, char const* name);

// The object file that contains this address; "" if there is none.
std::string file_of(void const* address);
// The same of what dlopen returned.
std::string path_of(void* handle);
// Every copy of libnvinfer in this process. More than one means more than one plugin registry.
std::vector<std::string> copies_in_process();

// "8.6.0"
std::string version_text(int32_t version);

}  // namespace trtp::trt

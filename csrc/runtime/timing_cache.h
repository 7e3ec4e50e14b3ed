#pragma once

#include <NvInfer.h>

#include <memory>
#include <optional>
#include <string>

#include "keyed_file.h"
#include "logger.h"

namespace trtp::runtime {

// The times of tactics, kept in a file from build to build. One file serves several GPUs and
// versions of TensorRT. Whatever is wrong with the file costs a warning and the time it would have
// saved, never a build.
class TimingCache {
 public:
  // Reads the file and hands its times to the configuration, which must not outlive this.
  TimingCache(nvinfer1::IBuilderConfig& config, std::string const& path);

  // After the build: adds its times to what is in the file by then.
  void save();

 private:
  std::unique_ptr<nvinfer1::ITimingCache> made_of(std::optional<std::string> const& data) const;

  nvinfer1::IBuilderConfig& config_;
  KeyedFile file_;
  std::string key_;
  std::unique_ptr<nvinfer1::ITimingCache> cache_;
};

}  // namespace trtp::runtime

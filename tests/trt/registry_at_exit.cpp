// Stands in for libnvinfer.so, so that one sees what becomes of its plugin registry at exit: which
// creators were taken out of it, and whether those in it are still there.

#include <NvInfer.h>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace {

using nvinfer1::IPluginCreator;

class Registry final : public trtp::abi::IPluginRegistry85 {
 public:
  ~Registry() noexcept override {
    size_t letters = 0;
    for (auto const* creator : creators_) {
      for (auto const* c = creator->getPluginName(); *c; ++c) ++letters;
    }
    std::printf("at exit: %zu creators, %s, %d taken out\n", creators_.size(),
                letters > creators_.size() ? "alive" : "gone", taken_out_);
  }
  bool registerCreator(IPluginCreator& creator, char const*) noexcept override {
    creators_.push_back(&creator);
    return true;
  }
  IPluginCreator* const* getPluginCreatorList(int32_t* count) const noexcept override {
    *count = static_cast<int32_t>(creators_.size());
    return creators_.data();
  }
  IPluginCreator* getPluginCreator(char const*, char const*, char const*) noexcept override {
    return nullptr;
  }
  void setErrorRecorder(nvinfer1::IErrorRecorder*) noexcept override {}
  nvinfer1::IErrorRecorder* getErrorRecorder() const noexcept override { return nullptr; }
  bool deregisterCreator(IPluginCreator const& creator) noexcept override {
    ++taken_out_;
    creators_.erase(std::find(creators_.begin(), creators_.end(), &creator));
    return true;
  }

 private:
  std::vector<IPluginCreator*> creators_;
  int taken_out_ = 0;
};

Registry registry;

}  // namespace

extern "C" int32_t getInferLibVersion() { return 8601; }
extern "C" void* getPluginRegistry() { return &registry; }
extern "C" void* getLogger() { return nullptr; }

#pragma once

#include <NvInfer.h>

#include <memory>
#include <string>

#include "network_layer.h"
#include "network_options.h"

namespace trtp::runtime {

// A loop of a network, as a value. Everything that is computed from its iterators and recurrences
// is inside it; what leaves it goes by add_loop_output(). Functions throw Error as Network's do.
class Loop {
 public:
  Loop(std::shared_ptr<NetworkState> network, nvinfer1::ILoop* loop)
      : network_(std::move(network)), loop_(loop) {}

  std::string name() const { return loop_->getName(); }
  void set_name(std::string const& name);

  // kCOUNT: an int32 () tensor, how often; kWHILE: a bool () tensor of the inside, whether to go
  // on.
  Layer add_trip_limit(Tensor const& tensor, nvinfer1::TripLimit limit,
                       LayerOptions const& options = {});
  // Output 0: `initial_value`, later what Layer::set_input(1, ...) says, computed inside.
  Layer add_recurrence(Tensor const& initial_value, LayerOptions const& options = {});
  // Output 0: in every iteration the next slice along `axis`, without it.
  Layer add_iterator(Tensor const& tensor, int axis = 0, bool reverse = false,
                     LayerOptions const& options = {});
  // kLAST_VALUE: of a recurrence. kCONCATENATE, kREVERSE: of all iterations along the new `axis`,
  // `length` (an int32 () tensor; none with a count: the trip limit's) of them.
  Layer add_loop_output(Tensor const& tensor, nvinfer1::LoopOutput output, int axis = 0,
                        Tensor const& length = {}, LayerOptions const& options = {});

 private:
  std::shared_ptr<NetworkState> network_;
  nvinfer1::ILoop* loop_;
  nvinfer1::ITensor* count_ = nullptr;
};

}  // namespace trtp::runtime

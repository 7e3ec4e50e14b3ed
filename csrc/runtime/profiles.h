#pragma once

#include <NvInfer.h>

#include <vector>

#include "build_options.h"

namespace trtp::runtime {

// Adds optimisation profiles to the configuration, after checking that each names every dynamic
// input and only inputs, that ranks and known extents agree with the network's, and that minimum <=
// optimum <= maximum. Throws Error that says which profile and input, what was expected and what
// came. Without profiles, no input may be dynamic.
void add_profiles(nvinfer1::IBuilder& builder, nvinfer1::INetworkDefinition const& network,
                  nvinfer1::IBuilderConfig& config, std::vector<Profile> const& profiles,
                  Operation const& operation);

// The shapes to calibrate at, the profile's optima; checked likewise.
void set_calibration_profile(nvinfer1::IBuilder& builder,
                             nvinfer1::INetworkDefinition const& network,
                             nvinfer1::IBuilderConfig& config, Profile const& profile,
                             Operation const& operation);

}  // namespace trtp::runtime

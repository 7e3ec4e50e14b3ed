// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "dims.h"

namespace nvinfer1 {

class Dims2 : public Dims {
 public:
  Dims2() : Dims2(0, 0) {}
  Dims2(int32_t d0, int32_t d1) : Dims{2, {d0, d1}} {}
};
static_assert(sizeof(Dims2) == 36);

class DimsHW : public Dims2 {
 public:
  using Dims2::Dims2;
  int32_t& h() { return d[0]; }
  int32_t h() const { return d[0]; }
  int32_t& w() { return d[1]; }
  int32_t w() const { return d[1]; }
};
static_assert(sizeof(DimsHW) == 36);

class Dims3 : public Dims2 {
 public:
  Dims3() : Dims3(0, 0, 0) {}
  Dims3(int32_t d0, int32_t d1, int32_t d2) : Dims2(d0, d1) {
    nbDims = 3;
    d[2] = d2;
  }
};
static_assert(sizeof(Dims3) == 36);

class Dims4 : public Dims3 {
 public:
  Dims4() : Dims4(0, 0, 0, 0) {}
  Dims4(int32_t d0, int32_t d1, int32_t d2, int32_t d3) : Dims3(d0, d1, d2) {
    nbDims = 4;
    d[3] = d3;
  }
};
static_assert(sizeof(Dims4) == 36);

}  // namespace nvinfer1

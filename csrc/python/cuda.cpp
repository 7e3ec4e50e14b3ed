// What of CUDA the package needs to move tensors. Handles of streams and events, and addresses, are
// integers.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>

#include "buffer.h"
#include "memory/cuda_error.h"
#include "memory/device.h"
#include "register.h"

namespace trtp::python {

namespace py = pybind11;

namespace {

using memory::check;
using Handle = uintptr_t;
using Release = py::call_guard<py::gil_scoped_release>;

cudaStream_t stream_of(Handle h) { return reinterpret_cast<cudaStream_t>(h); }
cudaEvent_t event_of(Handle h) { return reinterpret_cast<cudaEvent_t>(h); }
void* pointer_of(Handle h) { return reinterpret_cast<void*>(h); }

std::string device_name(int index) {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, index), "device ", index);
  return properties.name;
}

std::optional<int> device_of(Handle address) {
  cudaPointerAttributes attributes{};
  if (cudaPointerGetAttributes(&attributes, pointer_of(address)) != cudaSuccess) {
    cudaGetLastError();
    return std::nullopt;
  }
  bool const on_device =
      attributes.type == cudaMemoryTypeDevice || attributes.type == cudaMemoryTypeManaged;
  return on_device ? std::optional<int>(attributes.device) : std::nullopt;
}

Handle stream_create() {
  cudaStream_t stream = nullptr;
  check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "cannot create a stream");
  return reinterpret_cast<Handle>(stream);
}

Handle event_create() {
  cudaEvent_t event = nullptr;
  check(cudaEventCreate(&event), "cannot create an event");
  return reinterpret_cast<Handle>(event);
}

void stream_wait_stream(Handle stream, Handle other) {
  cudaEvent_t event = nullptr;
  check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming), "cannot create an event");
  auto status = cudaEventRecord(event, stream_of(other));
  if (status == cudaSuccess) status = cudaStreamWaitEvent(stream_of(stream), event);
  cudaEventDestroy(event);  // CUDA keeps what is waited for
  check(status, "cannot make a stream wait for another");
}

float elapsed_ms(Handle start, Handle end) {
  float ms = 0;
  check(cudaEventElapsedTime(&ms, event_of(start), event_of(end)),
        "cannot tell the time between two events");
  return ms;
}

void copy(void* target, void const* source, size_t size, cudaMemcpyKind kind, Handle stream,
          char const* what) {
  if (size == 0) return;
  check(cudaMemcpyAsync(target, source, size, kind, stream_of(stream)), "cannot copy ", size,
        " bytes ", what);
}

void copy_to_device(Handle address, py::object const& source, Handle stream) {
  Bytes const bytes(source);
  py::gil_scoped_release const release;
  copy(pointer_of(address), bytes.data(), bytes.size(), cudaMemcpyHostToDevice, stream,
       "to the device");
}

void copy_to_host(py::object const& target, Handle address, Handle stream) {
  Bytes const bytes(target, true);
  py::gil_scoped_release const release;
  copy(bytes.data(), pointer_of(address), bytes.size(), cudaMemcpyDeviceToHost, stream,
       "to the host");
}

std::pair<size_t, size_t> memory_info() {
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total), "cannot tell how much device memory is free");
  return {free, total};
}

}  // namespace

void register_cuda(py::module_& m) {
  auto cuda =
      m.def_submodule("cuda", "Devices, streams, events and copies. 0 is CUDA's default stream.");

  cuda.def("device_count", &memory::device_count, Release(), "0 without a driver; never raises.");
  cuda.def("why_no_device", &memory::why_no_device, Release(),
           "CUDA's words; '' if there is a GPU.");
  cuda.def("current_device", &memory::current_device);
  cuda.def("device_name", &device_name, py::arg("index"));
  cuda.def("device_of", &device_of, py::arg("address"),
           "The device that the memory is on; None for host memory.");

  cuda.def("stream_create", &stream_create, Release(),
           "One that does not wait for the default stream.");
  cuda.def(
      "stream_destroy",
      [](Handle s) { check(cudaStreamDestroy(stream_of(s)), "cannot destroy a stream"); },
      py::arg("stream"), Release());
  cuda.def(
      "stream_synchronize",
      [](Handle s) { check(cudaStreamSynchronize(stream_of(s)), "the work of a stream failed"); },
      py::arg("stream"), Release());

  cuda.def("event_create", &event_create, Release());
  cuda.def(
      "event_record",
      [](Handle e, Handle s) {
        check(cudaEventRecord(event_of(e), stream_of(s)), "cannot record an event");
      },
      py::arg("event"), py::arg("stream") = 0, Release());
  cuda.def(
      "event_synchronize",
      [](Handle e) { check(cudaEventSynchronize(event_of(e)), "the work before an event failed"); },
      py::arg("event"), Release());
  cuda.def(
      "event_destroy",
      [](Handle e) { check(cudaEventDestroy(event_of(e)), "cannot destroy an event"); },
      py::arg("event"), Release());
  cuda.def("elapsed_ms", &elapsed_ms, py::arg("start"), py::arg("end"),
           "Between two events that are over.");
  cuda.def(
      "stream_wait_event",
      [](Handle s, Handle e) {
        check(cudaStreamWaitEvent(stream_of(s), event_of(e)), "cannot wait for an event");
      },
      py::arg("stream"), py::arg("event"), Release());

  cuda.def("stream_wait_stream", &stream_wait_stream, py::arg("stream"), py::arg("other"),
           Release(), "What is queued on the stream from now on waits for what is on the other.");

  cuda.def("copy_to_device", &copy_to_device, py::arg("address"), py::arg("source"),
           py::arg("stream") = 0,
           "All of a contiguous buffer. Pageable memory may be reused at once, pinned memory after "
           "the stream's work.");
  cuda.def("copy_to_host", &copy_to_host, py::arg("target"), py::arg("address"),
           py::arg("stream") = 0,
           "Fills a contiguous buffer, which has to stay until the stream is synchronized.");
  cuda.def(
      "copy_on_device",
      [](Handle target, Handle source, size_t size, Handle stream) {
        copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDeviceToDevice, stream,
             "on the device");
      },
      py::arg("target"), py::arg("source"), py::arg("size"), py::arg("stream") = 0, Release());
  cuda.def(
      "fill",
      [](Handle address, uint8_t byte, size_t size, Handle stream) {
        if (size == 0) return;
        check(cudaMemsetAsync(pointer_of(address), byte, size, stream_of(stream)), "cannot fill ",
              size, " bytes");
      },
      py::arg("address"), py::arg("byte"), py::arg("size"), py::arg("stream") = 0, Release());
  cuda.def("memory_info", &memory_info, Release(), "(free, total) bytes of the current device.");
}

}  // namespace trtp::python

"""<trtplugins/torch.h>, in a program that links libtorch."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import pytest

from support import kit

PROGRAM = """
#include <trtplugins/torch.h>
#include <trtplugins/memory.h>
#include <cstdio>

int main() {
  namespace caching = c10::cuda::CUDACachingAllocator;
  auto const in_use = [] {
    return (long long)caching::getDeviceStats(0).allocated_bytes[0].current;
  };
  auto const torch = trtp::memory::torch_resource();
  trtp::memory::LimitResource limited(torch, size_t{1} << 40);
  cudaStream_t a = nullptr, b = nullptr;
  cudaStreamCreate(&a);
  cudaStreamCreate(&b);
  auto* first = limited.allocate(1 << 20, 256, a);
  std::printf("%s %d %lld", limited.name(), limited.stream_ordered(), in_use());
  limited.deallocate(first, 1 << 20, 256, a);
  auto* again = limited.allocate(1 << 20, 256, a);
  std::printf(" %lld %d", in_use(), first == again);  // from PyTorch's cache
  limited.deallocate(again, 1 << 20, 256, b);
  std::printf(" %lld", in_use());
  try {
    limited.allocate(size_t{1} << 39, 256, a);
  } catch (trtp::memory::OutOfMemory const& e) {
    std::printf(" refused: %s", e.what());
  }
}
"""


@pytest.mark.gpu
def test_memory_is_pytorchs(tmp_path: Path) -> None:
    if not importlib.util.find_spec("torch"):
        pytest.skip("no PyTorch here")
    import torch

    if torch.version.cuda is None:
        pytest.skip("this PyTorch has no CUDA")
    kit.need("c++", "cmake", "nvcc")
    home = Path(torch.__file__).parent
    root = Path(kit.installed()).parents[2]
    nvcc = kit.tool("nvcc").parents[1]
    source, program = tmp_path / "program.cpp", tmp_path / "program"
    source.write_text(PROGRAM)
    include = [home / "include", root / "include", root / "include" / "trtplugins" / "core"]
    command = ["c++", "-std=c++20", "-w", str(source), "-o", str(program)]
    command += [f"-I{folder}" for folder in (*include, nvcc / "include")]
    command += [f"-L{root / 'lib'}", "-ltrtp_memory", "-ltrtp_op"]
    command += [f"-L{home / 'lib'}", f"-Wl,-rpath,{home / 'lib'}", "-lc10_cuda", "-lc10"]
    command += [f"-L{nvcc / 'lib64'}", "-lcudart_static", "-ldl", "-lrt", "-lpthread"]
    command += ["-Wl,--allow-shlib-undefined"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    size = 1 << 20
    start = f"limit(torch) 1 {size} {size} 1 0 refused: "
    assert done.stdout.startswith(start), done.stdout + done.stderr
    assert "CUDA out of memory" in done.stdout

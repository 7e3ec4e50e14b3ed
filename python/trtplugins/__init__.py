"""TensorRT runs the operators it does not have, with ONNX names and ONNX semantics.

Importing this package registers every operator with TensorRT's plugin registry if TensorRT can be
found; `load()` says what is missing if it cannot. Everything that does not need TensorRT or a GPU,
the reference backend above all, works without.
"""

from trtplugins import calibrate, cuda, deploy, formats, memory, plans, reference, uff
from trtplugins._core import Error, Operator, PlanError, SharedActivations, __version__
from trtplugins.build import build
from trtplugins.engine import Context, Engine
from trtplugins.library import cmake_dir, load
from trtplugins.network import Network
from trtplugins.nvidia_network import add
from trtplugins.ops import describe, ops

__all__ = [
    "Context",
    "Engine",
    "Error",
    "Network",
    "Operator",
    "PlanError",
    "SharedActivations",
    "__version__",
    "add",
    "build",
    "calibrate",
    "cmake_dir",
    "cuda",
    "deploy",
    "describe",
    "formats",
    "load",
    "memory",
    "ops",
    "plans",
    "reference",
    "uff",
]

"""TensorRT's plugin registry through ctypes, as a program that knows nothing of trtplugins sees it.

Programs of tests/trt import this in a process of their own; it must not import the package.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from typing import Any

# Slots of IPluginRegistry and IPluginCreator in 8.6.
LIST, LOAD_LIBRARY, DEREGISTER_LIBRARY = 1, 5, 6
CREATOR_NAME, CREATOR_VERSION, CREATOR_NAMESPACE = 1, 2, 7


def nvinfer(mode: int = os.RTLD_LOCAL) -> ctypes.CDLL:
    """TensorRT, loaded as its own Python package loads it."""
    return ctypes.CDLL(os.environ["TENSORRT_LIBRARY_DIR"] + "/libnvinfer.so.8", mode)


def slot(this: int, index: int, result: Any, *arguments: Any) -> Callable[..., Any]:
    table = ctypes.cast(this, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    function = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)(table[index])
    return lambda *values: function(this, *values)


def registry(library: ctypes.CDLL) -> int:
    library.getPluginRegistry.restype = ctypes.c_void_p
    return int(library.getPluginRegistry())


def names(library: ctypes.CDLL) -> list[tuple[str, str, str]]:
    """(name, version, namespace) of every creator, each of which is called to tell."""
    count = ctypes.c_int32()
    pointers = ctypes.POINTER(ctypes.c_void_p)
    creators = slot(registry(library), LIST, pointers, ctypes.POINTER(ctypes.c_int32))(
        ctypes.byref(count)
    )
    texts = (CREATOR_NAME, CREATOR_VERSION, CREATOR_NAMESPACE)
    return [
        tuple(slot(creators[i], text, ctypes.c_char_p)().decode() for text in texts)  # type: ignore[misc]
        for i in range(count.value)
    ]


def load_library(library: ctypes.CDLL, path: str) -> int:
    load = slot(registry(library), LOAD_LIBRARY, ctypes.c_void_p, ctypes.c_char_p)
    return int(load(path.encode()) or 0)


def deregister_library(library: ctypes.CDLL, handle: int) -> None:
    slot(registry(library), DEREGISTER_LIBRARY, None, ctypes.c_void_p)(handle)


def plugins(path: str) -> ctypes.CDLL:
    """libtrtplugins.so, with the signature of its function."""
    library = ctypes.CDLL(path)
    library.initTrtPlugins.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.initTrtPlugins.restype = ctypes.c_bool
    return library

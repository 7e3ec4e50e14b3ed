"""TensorRT's registry while operators come and go."""

from __future__ import annotations

import pytest

from support import process
from trtplugins import _core

PROGRAM = """
import sys, threading
from trtplugins import _core
def change():
    for _ in range(100): _core.unload(); _core.load()
def look():
    for _ in range(100): _core.onnx_parser_supports("Relu")
threads = [threading.Thread(target=f) for f in (change, change, look, look)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sum(name == "Gelu" for name, *_ in _core.creators()))
"""


def test_operators_come_and_go_while_others_are_looked_up() -> None:
    """A parser that is made registers NVIDIA's, too."""
    try:
        _core.onnx_parser_supports("Relu")
    except _core.Error as error:
        pytest.skip(str(error).splitlines()[0])
    done = process.run(PROGRAM)
    assert done.code == 0, done.err
    assert done.out.split() == ["1"], done.out + done.err

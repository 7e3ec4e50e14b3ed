"""TensorRT for these tests."""

from __future__ import annotations

import pytest

from trtplugins import _core


@pytest.fixture(scope="session")
def tensorrt() -> str:
    """The folder of TensorRT's libraries; skips where there are none."""
    try:
        path = _core.tensorrt()["path"]
    except _core.Error as error:
        pytest.skip("no TensorRT here: " + str(error).splitlines()[0])
    _core.load()
    return path.rpartition("/")[0]

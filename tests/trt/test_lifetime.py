"""The library stays once TensorRT has its creators, and leaves TensorRT alone at exit."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support import kit
from support.host_program import OWN_ABI, compiled
from trtplugins import _core

LIBRARY = _core.library_path()
NAMES = {n for op in _core.operators() for n in (op.name, op.alias)}
OPENS = """
#include <dlfcn.h>
int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    void* library = dlopen(arguments[i], RTLD_NOW);
    if (!library || dlclose(library) != 0) return 1;
  }
  return 0;
}
"""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory, nvcc: str) -> Path:
    """A folder with a TensorRT that says what is done to it, and programs that open libraries."""
    kit.need("c++")
    folder = tmp_path_factory.mktemp("lifetime")
    (folder / "opens.cpp").write_text(OPENS)
    registry = Path(__file__).with_name("registry_at_exit.cpp")
    shared = ("-shared", "-Xcompiler=-fPIC", "-Xlinker=-soname=libnvinfer.so.8")
    compiled(nvcc, folder, "libnvinfer.so.8", registry, options=(*shared, *OWN_ABI))
    linked = ("-Wl,--no-as-needed", LIBRARY, f"-Wl,-rpath,{Path(LIBRARY).parent}")
    for name, options in {"opens": (), "linked": linked}.items():
        command = ["c++", "-o", folder / name, folder / "opens.cpp", *options, "-ldl"]
        subprocess.run(list(map(str, command)), check=True, timeout=300)
    return folder


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        (["linked"], {}),
        (["opens"], {"LD_PRELOAD": LIBRARY}),
        (["opens", LIBRARY], {}),
        (["opens", LIBRARY, LIBRARY], {}),
    ],
    ids=["linked", "preloaded", "opened and closed", "twice"],
)
def test_creators_stay_to_the_end(
    programs: Path, command: list[str], environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [str(programs / command[0]), *command[1:]],
        env={"TENSORRT_LIBRARY_DIR": str(programs), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"at exit: {len(NAMES)} creators, alive, 0 taken out\n"

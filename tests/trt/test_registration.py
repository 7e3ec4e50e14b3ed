"""The ways in which the library gets into TensorRT's registry, each in a process of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support import process
from trtplugins import _core

NAMES = {n for op in _core.operators() for n in (op.name, op.alias)}
SUPPORT = str(Path(__file__).parents[1])
PRELUDE = """
import ctypes, os, sys
sys.path.insert(0, sys.argv[1])
from support import registry as r
path = sys.argv[2]
def ours(library, namespace=""):
    return {n for n, v, ns in r.names(library) if ns == namespace} & set(sys.argv[3].split(","))
"""


def run(program: str, tensorrt: str, *more: str, **environment: str | None) -> str:
    environment = {"TENSORRT_LIBRARY_DIR": tensorrt, **environment}
    arguments = (SUPPORT, _core.library_path(), ",".join(sorted(NAMES)), *more)
    result = process.run(PRELUDE + program, *arguments, **environment)
    assert result.code == 0, result.err
    return result.out + result.err


@pytest.mark.parametrize("mode", ["RTLD_LOCAL", "RTLD_GLOBAL"])
def test_dlopen_after_tensorrt(tensorrt: str, mode: str) -> None:
    program = f"""
n = r.nvinfer(os.{mode})
before = ours(n)
ctypes.CDLL(path)
print(len(before), len(ours(n)))
"""
    assert run(program, tensorrt).split() == ["0", str(len(NAMES))]


def test_dlopen_before_tensorrt(tensorrt: str) -> None:
    assert run("ctypes.CDLL(path); print(len(ours(r.nvinfer())))", tensorrt).split() == [
        str(len(NAMES))
    ]


def test_preloaded(tensorrt: str) -> None:
    out = run("print(len(ours(r.nvinfer())))", tensorrt, LD_PRELOAD=_core.library_path())
    assert out.split() == [str(len(NAMES))]


def test_init_in_a_namespace_again_and_again(tensorrt: str) -> None:
    program = """
n, p = r.nvinfer(), r.plugins(path)
print(all(p.initTrtPlugins(None, ns) for ns in (None, b"", b"mine", b"mine", b"yours")))
print(len(ours(n)), len(ours(n, "mine")), len(ours(n, "yours")), len(r.names(n)) - 3 * len(ours(n)))
"""
    first, *counts = run(program, tensorrt).split()
    assert first == "True"
    assert counts[:3] == [str(len(NAMES))] * 3


def test_messages_go_to_the_logger_that_was_given(tensorrt: str, tmp_path: Path) -> None:
    copy = shutil.copy(_core.library_path(), tmp_path / "libsomebody.so")
    program = """
LOG = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int32, ctypes.c_char_p)
lines = []
log = LOG(lambda this, severity, text: lines.append(text.decode()))
table = (ctypes.c_void_p * 3)(ctypes.cast(log, ctypes.c_void_p).value, None, None)
logger = (ctypes.c_void_p * 1)(ctypes.addressof(table))
n, other, p = r.nvinfer(), r.plugins(sys.argv[4]), r.plugins(path)
print(p.initTrtPlugins(ctypes.addressof(logger), None), len(lines), lines[0])
"""
    out = run(program, tensorrt, str(copy))
    assert f"False {len(NAMES)} trtplugins: " in out.splitlines()[-1] or "False" in out


@pytest.mark.parametrize("first", ["dlopen", "nothing"])
def test_load_library_and_deregister(tensorrt: str, first: str) -> None:
    program = f"""
n = r.nvinfer()
before = r.names(n)
if {first!r} == "dlopen": ctypes.CDLL(path)
handle = r.load_library(n, path)
print(bool(handle), len(ours(n)), len(r.names(n)) - len(before))
r.deregister_library(n, handle)
print(len(ours(n)), r.names(n) == before)
"""
    count = str(len(NAMES))
    assert run(program, tensorrt).split() == ["True", count, count, "0", "True"]


def test_closing_takes_nothing_away(tensorrt: str) -> None:
    program = """
import _ctypes
n = r.nvinfer()
p = ctypes.CDLL(path)
loaded = r.names(n)
_ctypes.dlclose(p._handle)
print(len(ours(n)), path in open("/proc/self/maps").read(), r.names(n) == loaded)
"""
    assert run(program, tensorrt).split() == [str(len(NAMES)), "True", "True"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("libtrtplugins.so", "is registered by another copy of trtplugins"),
        ("libsomebody.so", "ours goes by the name 'TRTP_Gelu'"),
    ],
)
def test_a_second_holder_of_the_names(tensorrt: str, tmp_path: Path, name: str, said: str) -> None:
    copy = shutil.copy(_core.library_path(), tmp_path / name)
    program = """
n = r.nvinfer()
r.plugins(sys.argv[4])
print(r.plugins(path).initTrtPlugins(None, None), len(ours(n)))
"""
    out = run(program, tensorrt, str(copy))
    assert f"False {len(NAMES)}" in out
    assert said in out
    assert str(copy) in out


def test_two_copies_of_tensorrt(tensorrt: str, tmp_path: Path) -> None:
    copy = shutil.copy(Path(tensorrt) / "libnvinfer.so.8", tmp_path / "libnvinfer.so.8")
    program = """
r.nvinfer()
ctypes.CDLL(sys.argv[4])
print(r.plugins(path).initTrtPlugins(None, None))
"""
    out = run(program, tensorrt, str(copy))
    assert "False" in out
    assert "several copies of TensorRT" in out
    assert str(copy) in out


def test_another_version(tensorrt: str, tmp_path: Path) -> None:
    fake = tmp_path / "fake.c"
    fake.write_text("int getInferLibVersion(void) { return 10300; }\n")
    compiler = shutil.which("cc")
    assert compiler
    import subprocess

    target = tmp_path / "libnvinfer.so.8"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-Wl,-soname,libnvinfer.so.8", "-o", target, fake],
        check=True,
    )
    out = run(
        "print(r.plugins(path).initTrtPlugins(None, None))",
        tensorrt,
        TENSORRT_LIBRARY_DIR=str(tmp_path),
    )
    assert "False" in out
    assert "TensorRT 10.3.0" in out
    assert "this build of trtplugins is for TensorRT 8.5 to 8.6" in out


def test_no_tensorrt_at_all(tmp_path: Path) -> None:
    copy = shutil.copy(_core.library_path(), tmp_path / "libtrtplugins.so")
    program = "r.plugins(path); print(r.plugins(sys.argv[4]).initTrtPlugins(None, None))"
    out = process.run(
        PRELUDE + "print(r.plugins(sys.argv[4]).initTrtPlugins(None, None))",
        SUPPORT,
        _core.library_path(),
        "",
        str(copy),
        TENSORRT_LIBRARY_DIR=str(tmp_path),
        TENSORRT_ROOT=None,
        LD_LIBRARY_PATH=None,
    )
    assert out.code == 0, (program, out.err)
    assert "False" in out.out
    assert "TensorRT was not found" in out.err
    assert str(tmp_path) in out.err


def test_nvidias_own_plugins_register_beside_ours(tensorrt: str) -> None:
    program = """
n = r.nvinfer(os.RTLD_GLOBAL)
ctypes.CDLL(path)
before = set(r.names(n))
try:
    theirs = ctypes.CDLL(os.environ["TENSORRT_LIBRARY_DIR"] + "/libnvinfer_plugin.so.8")
except OSError as error:
    print("cannot be loaded:", error)
    sys.exit()
theirs.initLibNvInferPlugins.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
done = theirs.initLibNvInferPlugins(None, b"") != 0
print(done, ("ScatterND", "1", "") in set(r.names(n)) - before)
"""
    out = run(program, tensorrt)
    if "cannot be loaded" in out:
        pytest.skip(out)
    assert "True True" in out
    assert "Could not register plugin creator" not in out

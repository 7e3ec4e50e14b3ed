"""Placing TensorRT's libraries, from a made-up wheel through the real pip."""

from __future__ import annotations

import base64
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from trtplugins import tensorrt_setup
from trtplugins._core import Error
from trtplugins.tensorrt_setup import environment, stand_ins, wheel

WHEEL = "tensorrt-8.6.0-cp310-none-manylinux_2_17_x86_64.whl"
RUNPATH = "-Wl,-rpath,$ORIGIN:$ORIGIN/../nvidia/cublas/lib,--enable-new-dtags"


def library(path: Path, source: str, *flags: str) -> Path:
    """Compile a shared library whose soname is its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    code = path.with_suffix(".c")
    code.write_text(source)
    soname = f"-Wl,-soname,{path.name}"
    command = ["cc", "-shared", "-fPIC", soname, "-o", str(path), str(code), *flags]
    subprocess.run(command, check=True)
    code.unlink()
    return path


def pack(folder: Path, wheel_path: Path) -> None:
    """Make a wheel of the files below a folder, with the metadata that pip asks for."""
    name, version, *_, tag = wheel_path.name[: -len(".whl")].split("-", 2)
    info = f"{name}-{version}.dist-info"
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{info}/METADATA"] = metadata.encode()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    files[f"{info}/LICENSE.txt"] = b"terms"
    record = "".join(f"{path},{_digest(data)},{len(data)}\n" for path, data in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    with zipfile.ZipFile(wheel_path, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)


def _digest(data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
    return f"sha256={digest.decode()}"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small wheels in the shape of NVIDIA's: the parser needs the plugins, these need cuBLAS."""
    if shutil.which("cc") is None or shutil.which("nm") is None:
        pytest.skip("no C compiler here")
    base = tmp_path_factory.mktemp("wheels")
    for name, file in {
        "nvidia_cudnn_cu12-8.9.7": "nvidia/cudnn/lib/libcudnn.so.8",
        "nvidia_cublas_cu12-12.9.1": "nvidia/cublas/lib/libcublas.so.12",
        "nvidia_cuda_runtime_cu12-12.9.1": "nvidia/cuda_runtime/lib/libcudart.so.12",
    }.items():
        versions = base / "versions"
        versions.write_text(f"{Path(file).name} {{ global: *; }};\n")
        code = "int cublasCreate_v2(void) { return 0; }"
        library(base / name / file, code, f"-Wl,--version-script={versions}")
        pack(base / name, base / f"{name}-py3-none-manylinux2014_x86_64.whl")
    cublas = base / "nvidia_cublas_cu12-12.9.1" / "nvidia/cublas/lib/libcublas.so.12"
    folder = base / "tensorrt" / "tensorrt"
    core = "int getInferLibVersion(void) { return 8600; }"
    library(folder / "libnvinfer.so.8", core)
    call = "int cublasCreate_v2(void); int plugins(void) { return cublasCreate_v2(); }"
    plugins = library(folder / "libnvinfer_plugin.so.8", call, RUNPATH, str(cublas))
    use = "int plugins(void); int parser(void) { return plugins(); }"
    linked = (RUNPATH, f"-Wl,-rpath-link,{cublas.parent}", str(plugins))
    library(folder / "libnvonnxparser.so.8", use, *linked)
    (folder / "__init__.py").write_text("__version__ = '8.6.0'\n")
    pack(base / "tensorrt", base / WHEEL)
    return base


@pytest.fixture
def site(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty site-packages, an empty cache, and a pip that knows the made-up wheels alone."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(environment, "site_packages", lambda: folder)
    monkeypatch.setattr(wheel, "_WHEEL_SIZE", 1)
    monkeypatch.setattr(wheel, "_UNPACKED_SIZE", 1)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_TARGET", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def test_libraries_and_cuda_through_pip(site: Path) -> None:
    folder, version = tensorrt_setup.setup()
    assert (folder, version) == (site / "trtplugins_tensorrt8", "8.6.0")
    assert sorted(path.name for path in folder.iterdir()) == [
        "LICENSE.txt",
        "libnvinfer.so.8",
        "libnvinfer_plugin.so.8",
        "libnvonnxparser.so.8",
        "trtplugins.json",
    ]
    assert (site / "nvidia" / "cublas" / "lib" / "libcublas.so.12").is_file()
    assert (site / "nvidia" / "cudnn" / "lib" / "libcudnn.so.8").is_file()
    assert tensorrt_setup.check() == (folder, version)


def test_stand_ins_satisfy_the_loader(site: Path) -> None:
    folder, version = tensorrt_setup.setup(cuda_libraries=False)
    assert version == "8.6.0"
    assert (folder / "libcublas.so.12").is_file()
    assert not (site / "nvidia").exists()


def test_space_is_shared_with_the_cache(site: Path, tmp_path: Path) -> None:
    folder, _ = tensorrt_setup.setup(cuda_libraries=False)
    cached = tmp_path / "cache" / "trtplugins" / "tensorrt-8.6.0" / "tensorrt" / "libnvinfer.so.8"
    assert (folder / "libnvinfer.so.8").samefile(cached)
    assert [path.name for path in cached.parents[2].iterdir()] == ["tensorrt-8.6.0"]


def test_second_time_needs_no_pip(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = tensorrt_setup.setup(cuda_libraries=False)
    before = folder.stat().st_ino
    monkeypatch.setattr(environment, "pip", None)
    monkeypatch.setattr(wheel, "pip", None)
    assert tensorrt_setup.setup(cuda_libraries=False)[0].stat().st_ino == before
    assert tensorrt_setup.setup(cuda_libraries=False, force=True)[0].stat().st_ino != before


def test_cuda_libraries_replace_stand_ins(site: Path) -> None:
    tensorrt_setup.setup(cuda_libraries=False)
    folder, _ = tensorrt_setup.setup()
    assert not (folder / "libcublas.so.12").exists()
    tensorrt_setup.setup(cuda_libraries=False)
    assert not (folder / "libcublas.so.12").exists(), "what is complete stays"


def test_bindings_are_the_whole_package(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "check_fits_bindings", lambda: None)
    folder, version = tensorrt_setup.setup(cuda_libraries=False, bindings=True)
    assert (folder, version) == (site / "tensorrt", "8.6.0")
    program = (
        "import tensorrt, importlib.metadata as metadata\n"
        "print(tensorrt.__version__, metadata.version('tensorrt'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["8.6.0", "8.6.0"]
    assert tensorrt_setup.setup(cuda_libraries=False)[0] == folder, "no second copy beside it"


@pytest.mark.skipif(sys.version_info[:2] == (3, 10), reason="they fit CPython 3.10")
def test_bindings_fit_one_python_alone(site: Path) -> None:
    with pytest.raises(Error, match=r"for CPython 3\.10 alone; this is CPython 3"):
        tensorrt_setup.setup(bindings=True)


def test_check_says_what_to_run(site: Path) -> None:
    with pytest.raises(Error, match=r"not in .*site: run `trtplugins setup-tensorrt`"):
        tensorrt_setup.check()


def test_a_failure_leaves_what_was_there(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = tensorrt_setup.setup(cuda_libraries=False)
    before = folder.stat().st_ino

    def fail(_: Path) -> None:
        raise Error("no compiler")

    monkeypatch.setattr(stand_ins, "write", fail)
    with pytest.raises(Error, match="no compiler"):
        tensorrt_setup.setup(cuda_libraries=False, force=True)
    assert folder.stat().st_ino == before
    assert [path.name for path in site.iterdir()] == [folder.name], "nothing half done is left"


def test_libraries_that_do_not_load(site: Path) -> None:
    folder, _ = tensorrt_setup.setup(cuda_libraries=False)
    (folder / "libcublas.so.12").unlink()
    with pytest.raises(Error, match=r"cannot be loaded: .*libcublas\.so\.12(.|\n)*--force"):
        tensorrt_setup.check()


def test_no_network(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    reason = r"could not download tensorrt==8\.6\.0(.|\n)*Is there a network"
    with pytest.raises(Error, match=reason):
        tensorrt_setup.setup()
    assert list((tmp_path / "cache" / "trtplugins").iterdir()) == []
    assert list(site.iterdir()) == []


def test_no_cuda_libraries_in_the_index(
    site: Path, wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(wheels / WHEEL, tmp_path)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(Error, match="could not install nvidia-cudnn-cu12"):
        tensorrt_setup.setup()


def test_progress_passes_over_what_vanishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wheel").write_bytes(b"1234")
    (tmp_path / "temporary" / "of pip").mkdir(parents=True)
    scandir = os.scandir

    def scan(path: str) -> object:
        if Path(path).name == "temporary":
            monkeypatch.undo()  # rmtree lists folders too
            shutil.rmtree(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scan)
    assert wheel._size(tmp_path) == 4
    assert not (tmp_path / "temporary").exists()


def test_a_broken_wheel(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / WHEEL).write_bytes(b"not a zip file")
    monkeypatch.setattr(wheel, "_download", lambda folder: tmp_path / WHEEL)
    with pytest.raises(Error, match="is not a wheel"):
        tensorrt_setup.setup()


def test_no_space(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(Error, match=r"not enough space in .*Make room, or set XDG_CACHE_HOME"):
        tensorrt_setup.setup()


def test_no_pip(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(Error, match=r"has no pip: run .* -m ensurepip"):
        tensorrt_setup.setup()


@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [("linux", "aarch64", "glibc"), ("win32", "AMD64", ""), ("linux", "x86_64", "")],
)
def test_other_platforms(
    site: Path, monkeypatch: pytest.MonkeyPatch, system: str, machine: str, libc: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "libc_ver", lambda: (libc, ""))
    with pytest.raises(Error, match=f"Linux on x86-64 with glibc; this is {system} on {machine}"):
        tensorrt_setup.setup()


def test_a_cache_that_cannot_be_made(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(Error, match=r"cannot make the cache folder .* set XDG_CACHE_HOME"):
        tensorrt_setup.setup()


def test_stand_ins_need_a_compiler(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    with pytest.raises(Error, match=r"nm is missing.*install gcc and binutils"):
        tensorrt_setup.setup(cuda_libraries=False)


def test_copies_where_links_are_not_possible(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    folder, version = tensorrt_setup.setup(cuda_libraries=False)
    assert version == "8.6.0"
    assert (folder / "libnvinfer.so.8").stat().st_nlink == 1

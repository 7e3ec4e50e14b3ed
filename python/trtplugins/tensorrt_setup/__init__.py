"""TensorRT's libraries from NVIDIA's pip package, for interpreters the package itself does not fit.

    python -m trtplugins.tensorrt_setup [--check] [--force] [--without-cuda-libraries] [--bindings]

NVIDIA's last wheel of TensorRT 8 is for CPython up to 3.10, but its libraries serve any. They go to
`trtplugins_tensorrt8/` in site-packages, where the library looks for them, and where they find
cuBLAS and cuDNN in `../nvidia/`. The wheel is downloaded once and kept, unpacked, in the cache
folder (`$XDG_CACHE_HOME/trtplugins`, or `~/.cache/trtplugins`); environments on the same file
system get hard links to it, which take no space.
"""

from __future__ import annotations

from pathlib import Path

from trtplugins._core import Error
from trtplugins.tensorrt_setup import environment, wheel
from trtplugins.tensorrt_setup.placed import BINDINGS, FOLDER, Placed

__all__ = ["check", "setup"]


def setup(
    *, force: bool = False, cuda_libraries: bool = True, bindings: bool = False
) -> tuple[Path, str]:
    """Put TensorRT 8.6 into this environment. Does nothing where it is there already.

    Args:
        force: place it again, though it is there.
        cuda_libraries: install cuBLAS 12 and cuDNN 8 through pip as well (1.4 GB), which TensorRT
            uses on a GPU. Without them stand-ins are compiled that satisfy the loader alone: the
            parsers and the plugin registry then work, and no GPU is of use.
        bindings: place NVIDIA's whole package, with its module `tensorrt`. CPython 3.10 only.

    Returns:
        The folder of the libraries, and their version.

    Raises:
        Error: wrong platform or interpreter, no pip, no network, no space: what was there before is
            then still there. Or the libraries cannot be loaded.
    """
    environment.check_platform()
    if bindings:
        environment.check_fits_bindings()
    site = environment.site_packages()
    wanted = Placed(site / (BINDINGS if bindings else FOLDER))
    known = [wanted] if force else [Placed(site / BINDINGS), wanted]
    placed = next((p for p in known if p.is_complete(stand_ins_will_do=not cuda_libraries)), None)
    if placed is None or force:
        placed = wanted
        placed.replace(wheel.unpacked(), stand_ins=not cuda_libraries)
    if cuda_libraries:
        environment.pip_install(wheel.CUDA_LIBRARIES)
    return placed.folder, placed.version()


def check() -> tuple[Path, str]:
    """Where TensorRT is in this environment, and its version; loads it to see that it works.

    Raises:
        Error: it is not there, or cannot be loaded.
    """
    site = environment.site_packages()
    for placed in (Placed(site / BINDINGS), Placed(site / FOLDER)):
        if placed.is_complete(stand_ins_will_do=True):
            return placed.folder, placed.version()
    raise Error(f"TensorRT is not in {site}: run `trtplugins setup-tensorrt`")

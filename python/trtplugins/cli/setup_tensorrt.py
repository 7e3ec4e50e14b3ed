"""The command `trtplugins setup-tensorrt`."""

from __future__ import annotations

import click

from trtplugins import tensorrt_setup
from trtplugins.cli import console


@click.command("setup-tensorrt")
@click.option("--check", is_flag=True, help="Only look whether it is there and works.")
@click.option("--force", is_flag=True, help="Place it again, though it is there.")
@click.option(
    "--without-cuda-libraries",
    is_flag=True,
    help="No cuBLAS and cuDNN (1.4 GB): for machines without a GPU; needs gcc.",
)
@click.option("--bindings", is_flag=True, help="NVIDIA's whole package; CPython 3.10 only.")
def command(check: bool, force: bool, without_cuda_libraries: bool, bindings: bool) -> None:
    """Take TensorRT's libraries from NVIDIA's pip package into this environment.

    For interpreters that the package itself does not fit. It is downloaded once and kept.
    """
    if check:
        folder, version = tensorrt_setup.check()
    else:
        folder, version = tensorrt_setup.setup(
            force=force, cuda_libraries=not without_cuda_libraries, bindings=bindings
        )
    console.out().print(f"TensorRT {version} in {folder}", markup=False, highlight=False)

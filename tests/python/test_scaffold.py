from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import trtplugins as tp
from trtplugins import scaffold
from trtplugins.cli import main

ROOT = Path(__file__).resolve().parents[2]

# Prints the operators of the sources it is linked with: name, opset, and the first attribute.
MAIN = """
#include <cstdio>
#include "op/any_op.h"
int main() {
  for (auto const* op : trtp::operators()) {
    std::printf("%s %d %s\\n", op->name.c_str(), op->since, op->attributes[0].name.c_str());
  }
}
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "plugins").mkdir()
    return tmp_path


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("HardSwish", "hard_swish"),
        ("RMSNormalization", "rms_normalization"),
        ("Gelu", "gelu"),
        ("GridSample3D", "grid_sample3_d"),
        ("My_Op", "my_op"),
    ],
)
def test_folder_name(name: str, folder: str) -> None:
    assert scaffold.folder_name(name) == folder


def test_files_of_an_operator_of_our_own(checkout: Path) -> None:
    written = scaffold.create("HardSwish", checkout)
    assert {str(path.relative_to(checkout)) for path in written} == files(checkout)
    assert files(checkout) == {
        "plugins/hard_swish/hard_swish.h",
        "plugins/hard_swish/hard_swish.cu",
        "plugins/hard_swish/hard_swish_op.cpp",
        "plugins/hard_swish/reference.py",
        "plugins/hard_swish/bench.py",
        "tests/plugins/hard_swish/test_hard_swish.py",
        "tests/plugins/hard_swish/test_hard_swish_reference.py",
        "tests/plugins/hard_swish/numerics.py",
    }


def test_an_operator_of_onnx_has_its_opset_and_no_reference_of_ours(checkout: Path) -> None:
    scaffold.create("ThresholdedRelu", checkout, onnx_opset=22)
    assert not any("reference" in name for name in files(checkout))
    declaration = (checkout / "plugins/thresholded_relu/thresholded_relu_op.cpp").read_text()
    assert "  static constexpr int since = 22;\n" in declaration


@pytest.mark.parametrize("opset", [None, 18])
def test_python_files_compile_and_nothing_is_left_to_substitute(
    checkout: Path, opset: int | None
) -> None:
    for path in scaffold.create("HardSwish", checkout, onnx_opset=opset):
        text = path.read_text()
        assert "$" not in text
        assert max(map(len, text.splitlines())) <= 100
        if path.suffix == ".py":
            compile(text, str(path), "exec")


@pytest.mark.parametrize("name", ["", "hardSwish", "Hard-Swish", "1Swish", "Été", "Class", "A b"])
def test_what_is_no_identifier_is_refused(checkout: Path, name: str) -> None:
    with pytest.raises(tp.Error, match="cannot call an operator"):
        scaffold.create(name, checkout)
    assert files(checkout) == set()


@pytest.mark.parametrize("name", ["Gelu", "GELU", "TRTP_Gelu"])
def test_taken_name_is_refused(checkout: Path, name: str) -> None:
    with pytest.raises(tp.Error, match="there is an operator"):
        scaffold.create(name, checkout)


@pytest.mark.parametrize("taken", ["plugins/hard_swish", "tests/plugins/hard_swish"])
def test_existing_folder_is_left_alone(checkout: Path, taken: str) -> None:
    (checkout / taken).mkdir(parents=True)
    with pytest.raises(tp.Error, match=f"{taken} exists"):
        scaffold.create("HardSwish", checkout)
    assert files(checkout) == set()


def test_elsewhere_than_in_a_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(tp.Error, match="no checkout"):
        scaffold.create("HardSwish", tmp_path)


def test_command_lists_what_it_wrote(checkout: Path) -> None:
    result = CliRunner().invoke(main, ["new-op", "HardSwish", "--root", str(checkout)])
    assert result.exit_code == 0, result.output
    assert set(result.output.split()) == files(checkout)
    again = CliRunner().invoke(main, ["new-op", "HardSwish", "--root", str(checkout)])
    assert again.exit_code == 1
    assert "exists" in again.output


@pytest.mark.slow
@pytest.mark.parametrize("opset", [None, 18])
def test_what_is_made_compiles_and_registers(checkout: Path, opset: int | None, nvcc: str) -> None:
    scaffold.create("HardSwish", checkout, onnx_opset=opset)
    sources = [checkout / "main.cpp", *checkout.glob("plugins/hard_swish/*.c*")]
    sources[0].write_text(MAIN)
    sources += (ROOT / "csrc" / "op").glob("*.cpp")
    program = checkout / "program"
    options = ["-std=c++17", "-arch=sm_90", "-Werror", "all-warnings", f"-I{ROOT / 'csrc'}"]
    command = [nvcc, *options, "-o", str(program), *map(str, sources)]
    subprocess.run(command, check=True, cwd=checkout)
    listed = subprocess.run([str(program)], capture_output=True, text=True, check=True)
    assert listed.stdout == f"HardSwish {opset or 0} alpha\n"

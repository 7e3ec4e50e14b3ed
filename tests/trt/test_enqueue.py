"""enqueue: what it costs the host."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from support import process
from support.numerics import example
from support.plugins import IDS, NAMES, OPERATORS, create, fields, make
from trtplugins import _core

COUNTER = """
#include <stddef.h>
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
static __thread long count;
long allocations(void) { return count; }
void *malloc(size_t n) { ++count; return __libc_malloc(n); }
void *calloc(size_t n, size_t m) { ++count; return __libc_calloc(n, m); }
void *realloc(void *p, size_t n) { ++count; return __libc_realloc(p, n); }
"""

PROGRAM = """
import ast, ctypes, sys
from trtplugins import _core
_core.load()
count = ctypes.CDLL(sys.argv[1]).allocations
count.restype = ctypes.c_long
gpu = _core.cuda.device_count() > 0
examples = ast.literal_eval(sys.argv[2])
memory = _core.cuda_memory()
address = memory.allocate(1 << 20) if gpu else 256
for name, version, fields, ins, outs in examples[gpu]:
    plugin = _core.Plugin.create(name, version, "", fields)
    ins = [_core.TensorDesc(*desc) for desc in ins]
    outs = [_core.TensorDesc(*desc) for desc in outs]
    plugin.configure(ins, outs)
    workspace = plugin.workspace(ins, outs)
    scratch = memory.allocate(workspace) if gpu and workspace else 256
    def run(n):
        before = count()
        plugin.enqueue(ins, outs, [address] * len(ins), [address] * len(outs), scratch, 0, n)
        return count() - before
    run(1)
    print(name, run(1001) - run(1))
"""


def described(op: _core.Operator, size: int) -> tuple[Any, ...]:
    """The example of an operator in plain values."""
    case = example(op)
    shapes = case.shapes(size)
    made = make(op).shapes([shapes.get(port.name) for port in op.inputs])
    ins = [(shapes[port.name], t) for port, t in zip(op.inputs, case.row[0]) if port.name in shapes]
    return op.name, op.version, fields(op), ins, list(zip(made, case.row[1]))


@pytest.mark.usefixtures("tensorrt")
def test_nothing_is_allocated(tmp_path: Path) -> None:
    (tmp_path / "counter.c").write_text(COUNTER)
    library = tmp_path / "counter.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-fno-builtin", "-o", library, tmp_path / "counter.c"],
        check=True,
    )
    examples = {True: [described(op, 8) for op in OPERATORS]}
    # Without a GPU on empty tensors, which take the same way but for the launch.
    empty = [described(op, 0) for op in OPERATORS]
    examples[False] = [e for e in empty if all(0 in shape for shape, _ in e[-1])]
    assert len(examples[False]) > len(OPERATORS) / 2
    result = process.run(PROGRAM, str(library), repr(examples), LD_PRELOAD=str(library))
    assert result.code == 0, result.err
    counts = dict(line.split() for line in result.out.splitlines())
    assert counts == {e[0]: "0" for e in examples[_core.cuda.device_count() > 0]}


@pytest.mark.usefixtures("tensorrt")
@pytest.mark.parametrize(("name", "op"), NAMES, ids=IDS)
def test_before_it_is_configured_it_refuses(name: str, op: _core.Operator) -> None:
    plugin = create(op, name)
    descs = [_core.TensorDesc([0], t) for t in op.rows[0][0]]
    outs = [_core.TensorDesc([0], t) for t in op.rows[0][1]]
    with pytest.raises(_core.Error, match="failed to run"):
        plugin.enqueue(descs, outs, [256] * len(descs), [256] * len(outs))

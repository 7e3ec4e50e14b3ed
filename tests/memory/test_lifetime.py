"""Resources, what they take from, and the interpreter, going in any order."""

from __future__ import annotations

import itertools

import pytest

from support import process

SETUP = """
    import ctypes, sys
    import trtplugins as tp

    blocks = {}
    def allocate(size, stream):
        block = ctypes.create_string_buffer(size + 256)
        address = -(-ctypes.addressof(block) // 256) * 256
        blocks[address] = block
        return address
    def deallocate(address, size, stream):
        del blocks[address]
    source = tp.memory.callback(allocate, deallocate, stream_ordered=False)
"""


def run(program: str) -> process.Result:
    return process.run(f"{SETUP}\n{program}")


@pytest.mark.parametrize("order", list(itertools.permutations(["source", "arena", "top"])))
def test_names_go_in_any_order(order: tuple[str, ...]) -> None:
    done = run(
        f"""
    arena = tp.memory.arena(source, 4096)
    top = tp.memory.tracking(tp.memory.limit(arena, "1 MiB"))
    address = top.allocate(100)
    del deallocate, allocate
    top.deallocate(address, 100)
    del {", ".join(order)}
    assert not blocks, "the arena's chunk was not given back"
    print("done")
    """
    )
    assert (done.code, done.out.strip(), done.err) == (0, "done", "")


def test_an_owned_allocation_is_freed_with_its_owner() -> None:
    done = run(
        """
    tracking = tp.memory.tracking(source)
    assert tracking.allocate_owned(0, 256, 0) == (0, None)
    address, owner = tracking.allocate_owned(100, 512, 7)
    assert address % 512 == 0 and tracking.figures.live == 1
    del source, allocate  # the owner has what it needs
    del owner
    assert tracking.figures.live == 0 and not blocks
    limit = tp.memory.limit(tracking, 10)
    try:
        limit.allocate_owned(11, 256, 0)
    except tp.memory.OutOfMemory as error:
        print(error)
    """
    )
    assert (done.code, done.err) == (0, "")
    assert "cannot allocate 11 bytes" in done.out


def test_owners_at_the_end_of_the_process_harm_nothing() -> None:
    done = run(
        """
    sys.modules["__main__"].kept = source.allocate_owned(100, 256, 0)
    print("done")
    """
    )
    assert (done.code, done.out.strip(), done.err) == (0, "done", "")


def test_an_error_of_freeing_is_reported() -> None:
    done = run(
        """
    _, owner = source.allocate_owned(100, 256, 0)
    blocks.clear()  # what `deallocate` looks into
    del owner
    print("done")
    """
    )
    assert (done.code, done.out.strip()) == (0, "done")
    assert "KeyError" in done.err


def test_leaks_at_the_end_of_the_process_are_reported_and_harm_nothing() -> None:
    done = run(
        """
    top = tp.memory.tracking(tp.memory.arena(source, 4096))
    sys.modules["__main__"].kept = [top.allocate(100), tp.memory.arena(top).allocate(5)]
    print("done")
    """
    )
    assert (done.code, done.out.strip()) == (0, "done")
    assert "1 allocations of 256 bytes" in done.err
    assert "Traceback" not in done.err


def test_held_until_the_very_end() -> None:
    """By what is never collected: the interpreter is gone before the resources are."""
    done = run(
        """
    import threading
    top = tp.memory.tracking(tp.memory.logging(tp.memory.arena(source), print))
    top.allocate(100)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(top))
    print("done")
    """
    )
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1] == "done"

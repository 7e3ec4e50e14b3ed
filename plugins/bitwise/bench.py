"""Operators on bits of 64M integers."""

from __future__ import annotations

from trtplugins.bench import Case, TorchPeer

SHAPE = (64, 1024, 1024)

CASES = [
    Case(op, {"A": SHAPE, "B": SHAPE}, {}, [TorchPeer("PyTorch eager", function)])
    for op, function in (
        ("BitwiseAnd", lambda torch, a, b: a & b),
        ("BitwiseOr", lambda torch, a, b: a | b),
        ("BitwiseXor", lambda torch, a, b: a ^ b),
    )
]
CASES += [
    Case("BitwiseNot", {"X": SHAPE}, {}, [TorchPeer("PyTorch eager", lambda torch, x: ~x)]),
    Case(
        "BitShift",
        {"X": SHAPE, "Y": SHAPE},
        {"direction": "RIGHT"},
        [TorchPeer("PyTorch eager", lambda torch, x, y: x >> y)],
    ),
    *(
        Case(
            "BitCast",
            {"input": SHAPE},
            {"to": to},
            [TorchPeer("PyTorch copy", lambda torch, x: x.clone())],
        )
        for to in (1, 6)
    ),
]

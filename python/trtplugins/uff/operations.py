"""The operations of UFF itself that `Graph.node` offers, as TensorRT's parser imports them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Operation(NamedTuple):
    """Number of inputs and, where the operation is a family, the functions of its field `func`."""

    inputs: int
    functions: tuple[str, ...] = ()


OPERATIONS: Final[dict[str, Operation]] = {
    "Identity": Operation(1),
    "Activation": Operation(
        1, ("relu", "relu6", "sigmoid", "tanh", "elu", "selu", "softsign", "softplus")
    ),
    "Unary": Operation(
        1,
        (
            *("neg", "exp", "log", "abs", "sqrt", "rsqrt", "square", "ceil", "floor"),
            *(
                "sin",
                "cos",
                "tan",
                "sinh",
                "cosh",
                "asin",
                "acos",
                "atan",
                "asinh",
                "acosh",
                "atanh",
            ),
        ),
    ),
    # min and max take no constant; the others one on the right, a number or one per channel.
    "Binary": Operation(2, ("add", "sub", "mul", "div", "min", "max")),
}

"""Where DFT is compared with its reference."""

OPERATOR = "DFT"

# Lengths: powers of two, products of small primes, primes; those that have kernels of their own,
# and twice these for real numbers; real and complex; every axis.
CASES = [
    ({}, {"input": "ab2"}),
    ({}, {"input": "ab1"}),
    ({"onesided": 1}, {"input": "ab1"}),
    ({"inverse": 1}, {"input": "ab2"}),
    ({"inverse": 1}, {"input": "ab1"}),
    ({"axis": 0}, {"input": "abc2"}),
    ({"axis": 1, "onesided": 1}, {"input": "abc1"}),
    ({"axis": -3, "inverse": 1}, {"input": "abc2"}),
    ({"axis": 0, "dft_length": 1024}, {"input": "a2"}),
    ({"axis": 1, "dft_length": 60, "onesided": 1}, {"input": "abc1"}),
    ({"dft_length": 1001, "inverse": 1}, {"input": "ab2"}),
    ({"dft_length": 97}, {"input": "ab2"}),
    ({"dft_length": 499, "onesided": 1}, {"input": "ab1"}),
    ({"dft_length": 48, "inverse": 1, "onesided": 1}, {"input": "ab2"}),
    ({"dft_length": 75, "inverse": 1, "onesided": 1}, {"input": "ab2"}),
    ({"axis": 1, "dft_length": 31, "inverse": 1, "onesided": 1}, {"input": "abc2"}),
    ({"dft_length": 12, "inverse": 1, "onesided": 1}, {"input": "ab1"}),
    ({"axis": 0, "dft_length": 6000}, {"input": "a2"}),
    ({"axis": 0, "dft_length": 4099, "onesided": 1}, {"input": "a1"}),
    ({"axis": 1}, {"input": "abcd2"}),
    ({"dft_length": 64}, {"input": "ab2"}),
    ({"axis": 0, "dft_length": 384}, {"input": "ab2"}),
    ({"dft_length": 1000, "inverse": 1}, {"input": "ab2"}),
    ({"dft_length": 4096}, {"input": "ab2"}),
    ({"dft_length": 16384}, {"input": "ab2"}),
    ({"dft_length": 400, "onesided": 1}, {"input": "ab1"}),
    ({"dft_length": 2048}, {"input": "ab1"}),
    ({"dft_length": 512, "inverse": 1, "onesided": 1}, {"input": "ab2"}),
    ({"axis": 0, "dft_length": 1024, "inverse": 1, "onesided": 1}, {"input": "ab2"}),
    ({"axis": 0, "dft_length": 65536}, {"input": "a2"}),
]
# Rounding errors of a sum are in proportion to all that is summed, not to the sum: outputs of up to
# 6000 numbers of size 1 are of size 80 and are nowhere better than that times float32's rounding.
VALUES = {"input": lambda draw: draw.normal()}
TOLERANCE = {"float32": (1e-5, 1e-4), "float16": (2e-3, 2e-3)}
# Each number goes into every bin of its transform: there is no staying where it is.
FINITE_ONLY = True
LARGEST = 200

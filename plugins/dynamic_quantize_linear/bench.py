"""DynamicQuantizeLinear on an activation of 64M elements."""

from trtplugins.bench import Case

CASES = [Case("DynamicQuantizeLinear", {"x": (64, 1024, 1024)})]

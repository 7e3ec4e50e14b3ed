"""`python -m trtplugins.tensorrt_setup` is `trtplugins setup-tensorrt`."""

from __future__ import annotations

import sys

from trtplugins.cli import main

main(["setup-tensorrt", *sys.argv[1:]], prog_name="trtplugins")

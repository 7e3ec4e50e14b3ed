"""References of operators that are not ONNX's own: one module per operator, from its folder."""

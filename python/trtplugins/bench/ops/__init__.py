"""What is measured of each operator: one module per operator, from its folder."""

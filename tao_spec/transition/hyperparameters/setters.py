"""The calls that set hyperparameters: importing this module fills the table."""

from __future__ import annotations

from tao_spec.transition.hyperparameters import consensus, network, registration, special, subnets, weights

SETTERS = (network, subnets, registration, consensus, weights, special)
"""The modules that hold the rows, in the order of the chapter."""

"""Sweeps: what a subnet would pay under other hyperparameters, computed in arrays and written as a table."""

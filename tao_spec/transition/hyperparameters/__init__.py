"""Hyperparameters: what root, and for some the owner of a subnet, may set."""

"""Pools: the arithmetic of prices."""

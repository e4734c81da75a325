"""Pools: reserves, prices and ticks, positions and their fees, the swap over ticks, and the calls of the pallet Swap."""

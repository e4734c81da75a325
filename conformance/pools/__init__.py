"""Pools: prices, swaps and liquidity."""

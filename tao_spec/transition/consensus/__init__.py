"""Consensus: how the weights that validators set become ranks, trust, incentive and dividends (Yuma)."""

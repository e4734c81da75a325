"""Stake: how the alpha on a hotkey is shared among its coldkeys."""

"""Stake: the shares of coldkeys in the alpha of a hotkey."""

"""Weights: set openly, or committed and revealed."""

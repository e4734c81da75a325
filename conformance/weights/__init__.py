"""Weights: commitments, and when they are revealed."""

"""Consensus: epochs of Yuma 2 and Yuma 3."""

"""Commitments of neurons, and what the beacon reveals of them."""

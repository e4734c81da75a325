"""Governance: collectives, scheduled calls, preimages."""

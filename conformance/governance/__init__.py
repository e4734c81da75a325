"""Governance: what the scheduler does in every block."""

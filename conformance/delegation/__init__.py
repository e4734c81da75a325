"""Delegation: parents and children."""

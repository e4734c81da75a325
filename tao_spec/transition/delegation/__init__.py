"""Delegation: takes, parents and children."""

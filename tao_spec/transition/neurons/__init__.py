"""Neurons: registration, pruning, and what registering costs."""

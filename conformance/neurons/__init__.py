"""Neurons: what registering one costs."""

"""Subnets: which there are, and in which order the chain walks them."""

"""Subnets: which exist, who owns them, what they cost."""

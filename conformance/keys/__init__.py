"""Keys: what the chain remembers of swaps."""

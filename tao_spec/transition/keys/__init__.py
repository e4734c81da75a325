"""Keys: ownership and swaps."""

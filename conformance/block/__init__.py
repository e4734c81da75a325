"""The block: its hooks, and what they do in which order."""

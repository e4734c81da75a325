"""Floor 3, what the chain remembers: every storage item declared once, in the module of its domain."""

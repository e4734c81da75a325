"""Floor 4, what changes the state: one package a domain, the dispatch of calls, and the block."""

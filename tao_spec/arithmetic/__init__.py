"""Floor 1, the numbers of the chain: integers of declared width, fixed-point types, ids, currencies."""

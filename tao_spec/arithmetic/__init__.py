"""Floor 1, the chain's numbers: integers of declared width, fixed-point types, transcendental functions, ids, currencies."""

"""What neurons commit to the chain, and the randomness with which it is revealed: Commitments, Drand."""

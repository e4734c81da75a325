"""Cases of drand."""

"""Cases of serving."""

"""Drand: the pulses of a public beacon, which the chain verifies and stores, and what is sealed until a pulse opens it."""

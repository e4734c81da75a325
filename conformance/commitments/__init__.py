"""Commitments: fields that are sealed until a round of the beacon."""

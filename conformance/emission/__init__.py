"""Emission: halvings, the schedule of epochs, and what epochs pay out."""

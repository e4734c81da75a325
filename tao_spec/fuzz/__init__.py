"""Differential fuzzing: any client and the specification on the same random traces, and what differs made small."""

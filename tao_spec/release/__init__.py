"""Releases: the vectors as one archive that anybody can check, what changed since the last one, and subsets to run."""

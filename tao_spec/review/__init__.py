"""Reviewing a proposal: what it changes, over every released vector and over random traces, beside its base."""

"""Chains driven at random: users make calls and blocks pass, and after each step every invariant and a real client are asked."""

"""Crowdloans, and leases of subnets."""

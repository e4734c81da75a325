"""Crowdloans: leases of subnets."""

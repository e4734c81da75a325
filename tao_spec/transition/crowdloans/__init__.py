"""Crowdloans, and the subnets that they lease."""

"""Serving: where neurons are reached, and what coldkeys and subnets say of themselves."""

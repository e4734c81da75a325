"""Accounts: transfers, burning, root's corrections, references, remarks."""

"""Accounts: who exists and why (references), what they hold (ledger, tokens, reserves), and the calls of the account pallets."""

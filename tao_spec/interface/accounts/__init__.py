"""The account pallets: System, Balances, Proxy, Utility, Multisig, Registry."""

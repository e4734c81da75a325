"""The governance pallets: Triumvirate, its members and the senate's, Sudo, Scheduler, Preimage; the senate's votes."""

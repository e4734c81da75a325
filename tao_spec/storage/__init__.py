"""Floor 2, how a value lies in storage: SCALE, key hashing, typed items, the journal, the state root."""

"""Floor 3 beside the state: what is said to the chain and by it. Calls, events, errors and their types, by domain."""

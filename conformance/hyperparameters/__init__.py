"""Cases of hyperparameters: who sets them, which subnets and which values they take."""

"""Documents in, ranked term pair candidates out. Knows texts; knows nothing of databases or terminals."""

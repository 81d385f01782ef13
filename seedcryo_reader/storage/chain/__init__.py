"""An append-only log in a table, each entry chained to the one before by its hash, with its head outside the database."""

"""An append-only log in a table, each entry chained to the one before by its hash; its head is a file beside it."""

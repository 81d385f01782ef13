"""The criteria: a protocol file says which rules and numbers count, and `evaluate` applies them to a read."""

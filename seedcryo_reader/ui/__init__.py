"""Qt widgets only: they show state and announce wishes."""

"""How well readers agree."""

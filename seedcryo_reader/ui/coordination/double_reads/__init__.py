"""Two reads that differ."""

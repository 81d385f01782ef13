"""Drawing who reads what."""

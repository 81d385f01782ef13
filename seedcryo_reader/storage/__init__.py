"""What a station keeps: its log, the vaults of its accounts, and the keys to them."""

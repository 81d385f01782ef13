"""How far every case is, and what needs the coordinator."""

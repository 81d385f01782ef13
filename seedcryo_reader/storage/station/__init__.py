"""The station: its log, its accounts, its folder, and who is signed in."""

"""Accounts, their keys and their training."""

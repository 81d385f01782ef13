"""Untrusted files are opened here only: supervised worker processes with named limits."""

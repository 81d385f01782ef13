"""Envelopes between roles: signed by the sender, encrypted to the recipient, safe to deliver twice and in any order."""

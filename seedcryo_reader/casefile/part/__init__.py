"""Sealed parts: what is in one, how it is made, how it is opened and verified."""

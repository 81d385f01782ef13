"""Scripted readers who read phantom cases as the truth has them, each in a manner of their own: acts, not results."""

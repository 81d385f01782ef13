"""The measuring tools as small state machines in millimetres."""

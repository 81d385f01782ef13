"""Composition root: command line, paths, and the wiring of everything below."""

"""Blinded imaging read station for the SEED-CRYO trial."""

__version__ = "0.1.0"

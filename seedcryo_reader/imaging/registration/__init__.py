"""Rigid registration of two volumes, in a worker: it only ever moves a view."""

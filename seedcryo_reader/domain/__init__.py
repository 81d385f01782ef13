"""The trial's words as frozen values. Standard library only."""

"""A study of the phantom cases that can be read: keys that everybody knows, and sealed parts. For trying out only."""

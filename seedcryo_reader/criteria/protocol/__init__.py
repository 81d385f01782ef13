"""The protocol file: what it holds (`model`), how it is read (`reader`), and what makes no sense in it (`checks`)."""

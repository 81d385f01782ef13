"""Masking by construction: each image is written anew from a short list of attributes, and no file is ever copied."""

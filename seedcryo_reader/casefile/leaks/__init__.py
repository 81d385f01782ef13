"""Is an image really masked? Decided from its bytes alone, by code that shares nothing with the masking writer."""

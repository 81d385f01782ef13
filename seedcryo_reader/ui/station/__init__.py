"""The pages before and around a read: set-up, sign-in, worklist, receiving."""

"""The end of a timepoint: the reader's calls, the reveal, what is left to do, the lock, notes to the centre."""

"""The reads of one account in its vault: the log of events, the tables derived from it, and their checking."""

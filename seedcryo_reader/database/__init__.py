"""Opening a database the safe way, migrating it, copying it; no table is known here."""

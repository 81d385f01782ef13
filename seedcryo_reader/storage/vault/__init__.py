"""An account's vault: its event log and keys, which only its password opens; recovery opens the log and never signs."""

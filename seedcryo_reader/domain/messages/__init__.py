"""What roles say to one another: the contents of envelopes, as frozen values. Each role knows only its own kinds."""

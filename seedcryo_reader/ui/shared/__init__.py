"""What all pages share: look, acts, background work, dialogs."""

"""What a coordinator's desk knows, as the pages show it. No widget, no store."""

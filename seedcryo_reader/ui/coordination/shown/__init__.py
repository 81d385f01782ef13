"""What the coordinator's pages show, as small frozen values free of widgets."""

"""What the demonstration needs: generated cases with known truth."""

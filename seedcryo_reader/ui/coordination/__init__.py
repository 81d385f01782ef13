"""What a coordinator sees and does. No reader's process loads it."""

"""The viewport: an image, what is drawn on it, and the hand that moves both."""

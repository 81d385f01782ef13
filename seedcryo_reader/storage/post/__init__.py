"""The post of an account: what goes out of its boxes and what comes into them."""

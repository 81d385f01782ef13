"""From the bytes of a frame to values in a mapped file, and from there to other formats. Runs in workers."""

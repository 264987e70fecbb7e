"""Photos from picture to file: made upright and small, kept by their hash, with room left on the disk."""

"""The report of a completed visit: what is in it, and the one file it can be saved as."""

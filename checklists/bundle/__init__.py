"""A visit as one file that says by itself whether it is whole."""

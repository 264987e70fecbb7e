"""Copies of everything the server keeps: made while it runs, restored, verified, and only then counted."""

"""How the tablet and the server come to know the same: push, pull, lists, photos, and when to try."""

"""The centre: the sync server and its pages, where completed walks become the central record."""

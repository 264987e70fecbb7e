"""What travels between a tablet and the server, defined once and imported by both."""

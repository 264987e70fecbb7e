"""The demo: a server and two tablets with a sample plant, started by one command."""

"""Runs the `floorwalk` command as `python -m sync_server`."""

from sync_server.cli import main

main()

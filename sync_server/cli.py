"""Starts the `floorwalk` command."""

from sync_server.interrupt import ended_at_once


def main() -> None:
    """Run the command."""
    with ended_at_once():
        from sync_server.commands import run  # noqa: PLC0415 - it takes a second
    run()

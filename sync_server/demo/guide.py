"""What the demo says to whoever started it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.organisation import Organisation


def guide(  # noqa: PLR0913 - everything there is to tell
    organisation: Organisation,
    server: str,
    tablets: list[str],
    folder: Path,
    codes: list[str],
    *,
    has_keyboard: bool = False,
) -> str:
    """Return the guide: addresses, three things to try, who there is.

    Args:
        organisation: the sample plant, with the PINs and passwords as they were written.
        server: address of the central record.
        tablets: their addresses.
        folder: where everything is kept.
        codes: for tablets that are to be enrolled by hand; empty if they are enrolled already.
        has_keyboard: whether the demo notices when somebody presses Enter.
    """
    addresses = [(f"Tablet {number}", address) for number, address in enumerate(tablets, 1)]
    addresses.append(("Central record", server))
    lines = ["", *(f"  {name:<16}{address}" for name, address in addresses), ""]
    lines += _enrolment(server, codes)
    lines += [
        "  1. On tablet 1 choose Tomasz Nowak, PIN 2222, and start the walk that is due.",
        "  2. Tap “Worth sharing”, write a line, and see it arrive on tablet 2 under Wins.",
        "  3. Sign in to the central record as Ana Horvat, password floorwalk, and follow it there.",
        "",
        *_switch(has_keyboard=has_keyboard),
        *_people(organisation),
        "",
        f"  Everything is kept in {folder}. Ctrl-C stops the demo; --reset starts it afresh.",
        "",
    ]
    return "\n".join(lines)


def _enrolment(server: str, codes: list[str]) -> list[str]:
    if not codes:
        return []
    return [
        f"  The tablets are not enrolled yet: give them {server} and one of these codes each,",
        f"  within fifteen minutes: {', '.join(codes)}",
        "",
    ]


def _switch(*, has_keyboard: bool) -> list[str]:
    if not has_keyboard:
        return []
    return ["  To try it without the server: press Enter here; press it again to bring it back.", ""]


def _people(organisation: Organisation) -> list[str]:
    width = max(len(one.name) for one in organisation.people)
    lines = (
        f"  {one.name:<{width}}  {one.role.label:<15}  PIN {one.pin or 'none':<8}"
        + (f"  office password {one.password}" if one.password else "")
        for one in organisation.people
    )
    return [line.rstrip() for line in lines]

"""The way into the tablet app: as an installed app, or shown in a browser."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import flet as ft

from mobile.app import app, cannot_open
from mobile.bootstrap import open_tablet
from mobile.config import read_config
from mobile.errors import SettingsError, TabletError
from mobile.locations import Locations

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.config import Config

ASSETS = Path(__file__).parent / "assets"

# A week of a busy tablet, kept twice.
_LOG_BYTES = 1_000_000

# In a browser, photos chosen together come in one message: a dozen from a phone.
_CHOSEN_AT_ONCE_BYTES = 128 * 1024 * 1024


def main() -> None:
    """Open the tablet and show it; a browser shows it where it is not an installed app."""
    try:
        config = read_config()
    except SettingsError as error:
        sys.exit(error.sentence)
    _log_to(config)
    try:
        tablet = open_tablet(config)
    except TabletError as error:
        logging.getLogger(__name__).exception("opening the tablet")
        _show(config, cannot_open(error.sentence))
        return
    try:
        _show(config, app(tablet))
    finally:
        tablet.close()


def _show(config: Config, target: Callable[[ft.Page], None]) -> None:
    if os.environ.get("FLET_PLATFORM"):
        ft.run(target, assets_dir=str(ASSETS))
        return
    _show_in_browser(config, target)


def _show_in_browser(config: Config, target: Callable[[ft.Page], None]) -> None:
    # Not on a tablet: only the `browser` extra brings a web server.
    import uvicorn  # noqa: PLC0415

    shown = ft.run(target, export_asgi_app=True, assets_dir=str(ASSETS), no_cdn=True)
    uvicorn.run(
        shown, host=config.host, port=config.port, log_level="warning", ws_max_size=_CHOSEN_AT_ONCE_BYTES
    )


def _log_to(config: Config) -> None:
    places = Locations(config.data).make()
    handler = logging.handlers.RotatingFileHandler(places.log, maxBytes=_LOG_BYTES, backupCount=1)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", handlers=[handler]
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)


if __name__ == "__main__":
    main()

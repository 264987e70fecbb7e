"""Puts the server together: the tablets' part, the pages, and what every answer carries."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from sync_server import web
from sync_server.api import (
    backed_up,
    compare,
    enrol,
    photos,
    problems,
    pull,
    pulse,
    push,
    reference,
    relay,
    unnamed,
    uploads,
)
from sync_server.api.description import DESCRIPTION, describe
from sync_server.api.headers import SafeHeaders
from sync_server.api.pages import Pages
from sync_server.api.patience import Patience
from sync_server.api.room import Room
from sync_server.keys import open_keys
from sync_server.objects.opening import open_objects
from sync_server.record.start import start_record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sync_server.config import Config

# Below this a compressed answer is hardly smaller.
_GZIP_BYTES = 1_000


def create_app(config: Config) -> FastAPI:
    """Return the server for a configuration, its record open and up to date.

    What routes need is in `app.state`: `config`, `engine` (the central record), `objects` (photos),
    `arrivals` (those on their way), `keys` (what the server signs with), `tries` (enrolment codes that were
    tried), `unnamed` and `pulse` (how much came without a name), `pages` (of the feed, as they travel),
    `tokens` (of tablets that have called, with their ids).

    Raises:
        CannotGoOn: the folder, the key, the database or the photo store can't be used.
    """
    app = FastAPI(
        title=config.server_name, docs_url=None, redoc_url=None, openapi_url=DESCRIPTION, lifespan=_lifespan
    )
    app.state.config = config
    app.state.keys = open_keys(config.folder)
    app.state.engine = start_record(config.database_url, app.state.keys)
    app.state.objects = open_objects(config)
    app.state.arrivals = uploads.Arrivals(app.state.engine)
    app.state.tries = enrol.Tries()
    app.state.unnamed = unnamed.Limits()
    app.state.pulse = unnamed.Limits()
    app.state.pages = Pages()
    app.state.tokens = {}
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_BYTES)
    app.add_middleware(SafeHeaders)
    # Around the others, so that each of them waits as long.
    app.add_middleware(Patience)
    # Before all of them: it sees to everything itself.
    app.add_middleware(uploads.PhotoUploads)
    # Around photos too: it is the memory of all of them that is bounded.
    app.add_middleware(Room)
    problems.answer_with_problems(app)
    for part in (enrol, push, pull, relay, compare, reference, photos, backed_up, unnamed, pulse):
        app.include_router(part.router)
    web.mount_static(app)
    # Last: the pages answer every other address.
    app.include_router(web.router)
    describe(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.engine.dispose()

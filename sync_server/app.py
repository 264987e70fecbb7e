"""Puts the server together: the tablets' part, the pages, and what every answer carries."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from sync_server import web
from sync_server.api import compare, enrol, photos, problems, pull, push, reference, relay, uploads
from sync_server.api.headers import SafeHeaders
from sync_server.api.pages import Pages
from sync_server.keys import open_keys
from sync_server.objects.store import ObjectStore
from sync_server.record.start import start_record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sync_server.config import Config

# Below this a compressed answer is hardly smaller.
_GZIP_BYTES = 1_000


def create_app(config: Config) -> FastAPI:
    """Return the server for a configuration, its record open and up to date.

    What routes need is in `app.state`: `config`, `engine` (the central record), `objects` (photos), `keys`
    (what the server signs with), `tries` (enrolment codes that were tried), `pages` (of the feed, as they
    travel).

    Raises:
        CannotGoOn: the folder, the key or the database can't be used.
    """
    app = FastAPI(
        title=config.server_name, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan
    )
    app.state.config = config
    app.state.keys = open_keys(config.folder)
    app.state.engine = start_record(config.database_url, app.state.keys)
    app.state.objects = ObjectStore(config.folder)
    app.state.tries = enrol.Tries()
    app.state.pages = Pages()
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_BYTES)
    app.add_middleware(SafeHeaders)
    problems.answer_with_problems(app)
    for part in (enrol, push, pull, relay, compare, reference, uploads, photos):
        app.include_router(part.router)
    web.mount_static(app)
    # Last: the pages answer every other address.
    app.include_router(web.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.engine.dispose()

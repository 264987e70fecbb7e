"""The site: which page areas there are, in the order their addresses are tried."""

from typing import TYPE_CHECKING

from fastapi import APIRouter

from sync_server.web import (
    actions,
    bundle,
    checklists,
    checklists_editor,
    checklists_files,
    checklists_preview,
    checklists_publish,
    checklists_translate,
    enrol,
    findings,
    history,
    home,
    nowhere,
    photos,
    raised,
    set_aside,
    sign_in,
    static_files,
    tablets,
    visit,
    visits,
    wins,
)

if TYPE_CHECKING:
    from fastapi import FastAPI

_AREAS = (
    sign_in,
    home,
    visits,
    visit,
    bundle,
    findings,
    raised,
    actions,
    wins,
    history,
    set_aside,
    photos,
    tablets,
    checklists,
    checklists_editor,
    checklists_files,
    checklists_preview,
    checklists_publish,
    checklists_translate,
    enrol,
    # Last, because it answers whatever the others don't.
    nowhere,
)

router = APIRouter()
for _area in _AREAS:
    router.include_router(_area.router)


def mount_static(app: "FastAPI") -> None:
    """Add the stylesheet, typeface and icon to an app; before `router`, which answers every address."""
    app.include_router(static_files.router)

"""Makes pages of templates: what people wrote is escaped, what can't be written is shown as a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from checklists.text import clean
from sync_server.web import moments, states
from sync_server.web.asking import page_link
from sync_server.web.static_files import address_of
from sync_server.web.words import count_words, size_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

_templates: Final = Environment(
    loader=PackageLoader("sync_server.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(static=address_of, page_link=page_link, states=states, count=count_words)
_templates.filters.update(
    full_moment=moments.full_words,
    month_words=moments.month_words,
    full_day=moments.paper_words,
    size=size_words,
)


# Nobody else may see a page from a shared computer's cache, and it may be old the next moment.
_NOT_KEPT: Final = {"Cache-Control": "no-store"}


def show(request: Request, template: str, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 - whatever a template shows
    """Return a page.

    Args:
        request: what it answers; a signed-in reader is in its state.
        template: name of a file in `templates`.
        status: of the answer.
        context: what the template shows.
    """
    return HTMLResponse(render(request, template, **context).encode(), status_code=status, headers=_NOT_KEPT)


def render(request: Request, template: str, **context: Any) -> str:  # noqa: ANN401 - whatever a template shows
    """Return a template's text, for what goes into a page that is already there."""
    return clean(_templates.get_template(template).render({**_always(request), **context}))


def tell(content: Mapping[str, Any], status: int = 200) -> Response:
    """Return an answer for a script of ours."""
    return JSONResponse(content, status_code=status, headers=_NOT_KEPT)


def go_to(address: str) -> Response:
    """Return the answer that leads on to another page, to be asked for anew each time."""
    return RedirectResponse(address, status_code=303, headers=_NOT_KEPT)


def _always(request: Request) -> Mapping[str, Any]:
    now = moments.now()
    return {
        "path": request.url.path,
        "server_name": request.app.state.config.server_name,
        "reader": getattr(request.state, "reader", None),
        "form_token": getattr(request.state, "form_token", ""),
        "now": now,
        "today": moments.today_words(now),
        "moment": lambda text: moments.moment_words(text, now),
        "day": lambda text: moments.day_words(text, now),
    }

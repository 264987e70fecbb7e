"""Requests that nobody means to send, at a size for every day."""

from __future__ import annotations

import logging
from random import Random
from typing import TYPE_CHECKING

import pytest
import structlog

from tests.reliability import mutations
from tests.reliability.answers import Answer, complaint
from tests.reliability.examples import declared, examples, make_world
from tests.reliability.in_process import InProcess
from tests.reliability.requests import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUESTS = 500


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


def test_server_stands_whatever_comes_at_it(tmp_path: Path) -> None:
    report = run(REQUESTS, seed=7, folder=tmp_path)
    assert (report.wrong, report.lost) == ([], [])
    assert report.statuses.total() + report.raw == REQUESTS
    assert report.raw > 0
    assert report.pushed > 0


def test_every_route_has_an_example_which_is_answered(tmp_path: Path) -> None:
    world = make_world(tmp_path / "server")
    found = examples(world)
    assert declared(world.app) - {one.route for one in found} == set()
    asking, random = InProcess(world.app), Random("plain")  # noqa: S311 - to be drawn again
    try:
        for example in found:
            request = mutations.plain(example, random)
            answer = asking.ask(request, random)
            assert complaint(request.method, answer) == "", example.route
            # What an example names is there, so that what becomes of it goes beyond its name.
            assert answer.status < 400 or example.route in REFUSED, (example.route, answer)
    finally:
        asking.close()
        world.app.state.engine.dispose()


# These name what is not there: a code, a tablet, a page; and bytes that are not what they are called.
REFUSED = {
    "POST /api/v1/enrol",
    "POST /tablets/{device}/end",
    "GET /{path:path}",
    "PATCH /api/v1/uploads/{name}",
    "DELETE /api/v1/uploads/{name}",
}

PROBLEM = (
    b'{"number":306,"sentence":"There is nothing at this address.","advice":"Go back to the start page."}'
)
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, JSON, PROBLEM),
        Answer(503, JSON, PROBLEM),
        Answer(200, HTML, b"<h1>Hello</h1><pre>Traceback (most recent call last)"),
        Answer(404, JSON, b'{"detail":"Not Found"}'),
        Answer(404, JSON, PROBLEM.replace(b"306", b"999")),
        Answer(404, JSON, PROBLEM.replace(b"nothing", b"something")),
        Answer(404, HTML, b"<p>Not found</p>"),
        Answer(404, {"content-type": "text/plain"}, b"not found"),
        Answer(400, {}, b""),
    ],
    ids=range(9),
)
def test_answer_that_is_not_right_is_noticed(answer: Answer) -> None:
    assert complaint("GET", answer) != ""


def test_answer_that_is_right_is_let_through() -> None:
    for answer in (
        Answer(404, JSON, PROBLEM),
        Answer(404, HTML, b"<main><h1>Nothing here</h1>"),
        Answer(404, {"content-type": "text/plain"}, b"There is nothing at this address."),
    ):
        assert complaint("GET", answer) == ""


def test_case_is_the_same_each_time_it_is_drawn() -> None:
    seeds = [*range(50), *range(50)]
    again = [mutations.odd_bytes(b"POST / HTTP/1.1", Random(seed)) for seed in seeds]  # noqa: S311 - as above
    assert again[:50] == again[50:]
    assert len(set(again)) > 25

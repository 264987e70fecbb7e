"""The address of the record: what is taken, and the sentences about what can't be."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import pytest

from sync_server.errors import CannotGoOn
from sync_server.record.database import open_record
from sync_server.record.homes import make_engine

if TYPE_CHECKING:
    from tests.support.postgresql import PostgreSQL

# Port 1 is nobody's: whoever calls there is turned away at once.
NOBODY = "postgresql://somebody:secret@127.0.0.1:1/nothing"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "record.db",
        "oracle://x/y",
        "sqlite",
        "nonsense://",
        "postgresql+nothing://x",
        "postgresql+psycopg2://x/y",
        "postgresql://host:port/name",
    ],
)
def test_address_that_is_none_is_said_so(url: str) -> None:
    with pytest.raises(CannotGoOn, match="DATABASE_URL is not a database address this server knows"):
        open_record(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_driver_is_filled_in(scheme: str) -> None:
    engine = make_engine(f"{scheme}://user:secret@host/name")
    assert engine.url.render_as_string(hide_password=False) == "postgresql+psycopg://user:secret@host/name"


def test_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_psycopg(name: str, *rest: object) -> object:
        if name.partition(".")[0] == "psycopg":
            raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")
        return real(name, *rest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(builtins, "__import__", without_psycopg)
    with pytest.raises(
        CannotGoOn, match=r"needs the package “psycopg”.*Install floorwalk\[server,postgresql\]"
    ):
        make_engine(NOBODY)


@pytest.mark.parametrize("url", [NOBODY, "postgresql://somebody@127.0.0.1:1/nothing?password=secret"])
def test_password_in_the_address_is_not_shown(url: str) -> None:
    with pytest.raises(CannotGoOn, match="See that PostgreSQL is running there") as said:
        open_record(url)
    assert "secret" not in str(said.value)
    assert "\n" not in str(said.value)


def test_database_that_is_not_there_is_said_so(postgresql: PostgreSQL) -> None:
    missing = postgresql.address.replace("/postgres?", "/nowhere?")
    with pytest.raises(CannotGoOn, match='database "nowhere" does not exist'):
        open_record(missing)


def test_database_that_can_not_hold_every_text_is_left_alone(postgresql: PostgreSQL) -> None:
    url = postgresql.new_database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(CannotGoOn, match="is kept in LATIN1, which can't hold every text"):
        open_record(url)

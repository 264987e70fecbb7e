"""A record in which something has changed by itself is found out, and it is said what and where."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest

from sync_server.keys import open_keys
from sync_server.record.checking import check_record, looking
from sync_server.record.database import open_record
from tests.support.kept_plant import kept_plant

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder that nothing is wrong with; copy it."""
    folder: Path = tmp_path_factory.mktemp("walked") / "data"
    kept = kept_plant(folder, Random(1), walks=2)  # noqa: S311 - the same photos every time
    kept.walk(whole=True)
    kept.plant.app.state.engine.dispose()
    return folder


def findings(walked: Path, tmp_path: Path, *changes: str) -> list[str]:
    """Return what is found after some changes behind the server's back."""
    folder = tmp_path / "data"
    shutil.copytree(walked, folder)
    with closing(sqlite3.connect(folder / "record.db")) as connection, connection:
        for change in changes:
            assert connection.execute(change).rowcount > 0
    engine = open_record(f"sqlite:///{folder / 'record.db'}")
    with looking(engine) as connection:
        found = list(check_record(connection, open_keys(folder)))
    engine.dispose()
    return found


def test_nothing_is_found_in_a_record_that_is_whole(walked: Path, tmp_path: Path) -> None:
    assert findings(walked, tmp_path) == []


ONE_OP = "(select op_id from op where kind = 'visit' order by op_id limit 1)"
CHANGES = {
    "a body": (
        f"update op set body = replace(cast(body as text), 'op_id', 'op_iD') where op_id = {ONE_OP}",  # noqa: S608 - ours
        "its text has another hash",
    ),
    "a name beside a body": (
        f"update op set person = '{'0' * 32}' where op_id = {ONE_OP}",  # noqa: S608 - ours
        "stored under names that its text does not give",
    ),
    "a link": ("update link set hash = prev where n = 3", "change 3 is not the one that was sent"),
    "a link that is gone": ("delete from link where n = 3", "between change 2 and change 4 is missing"),
    "a link that leads elsewhere": (
        "update link set op_id = '00000000000000000000000000000000' where n = 3",
        "it names 00000000000000000000000000000000, which is not in the journal",
    ),
    "a place of the feed": ("update feed set hash = op_id || op_id where seq = 5", "Place 5 of the feed"),
    "a place that is gone": ("delete from feed where seq = 5", "between place 4 and place 6 is missing"),
    "a countersignature": (
        "update feed set countersign = hash where seq = 5",
        "At place 5 of the feed, the server's countersignature does not fit.",
    ),
    "the feed's count": ("update counter set value = value + 1", "The feed ends at place"),
    "a state": (
        "update record set state = replace(cast(state as text), 'Seen', 'Sawn') where kind = 'visit'",
        "otherwise than its changes add up to",
    ),
    "a draft history": (
        "update draft_history set blob = cast('x' as blob)",
        "is not the one that its seal",
    ),
    "a draft history of another visit": (
        "update draft_history set visit = op_id",
        "is not the one that its seal",
    ),
    "a finding that only a seal names": (
        "delete from record where kind = 'finding' and state is null",
        "in the journal, and it is not in the record",
    ),
    "a record that is gone": (
        "delete from record where kind = 'addendum'",
        "in the journal, and it is not in the record",
    ),
    "a record nobody made": (
        "update record set id = substr(id, 2) || 'f' where kind = 'addendum'",
        "Nothing in the journal says where addendum",
    ),
    "a visit left out of the list": ("delete from visit", "The pages' list leaves out visit"),
    "a finding nobody made": (
        "update finding set id = substr(id, 2) || 'f'",
        "which is not in the record",
    ),
    "a photo's record": ("delete from photo_of where kind = 'finding'", "The list of photos of finding"),
    "a checklist": (
        "update checklist set document = cast('{}' as blob) where id = 'purchasing'",
        "of the checklist “purchasing” is not as it was published",
    ),
    "something that is named and gone": (
        "delete from photo",
        "The database names something that is not there",
    ),
}


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES)
def test_what_has_changed_by_itself_is_said(walked: Path, tmp_path: Path, change: str, said: str) -> None:
    found = findings(walked, tmp_path, change)
    assert any(said in one for one in found), found
    assert all(one.endswith(".") for one in found)


def test_everything_is_said_not_only_the_first(walked: Path, tmp_path: Path) -> None:
    changes = [CHANGES[name] for name in ("a countersignature", "a visit left out of the list", "a link")]
    found = findings(walked, tmp_path, *(change for change, _ in changes))
    for _, said in changes:
        assert any(said in one for one in found), found


def test_record_of_another_server_is_not_taken_for_ones_own(walked: Path, tmp_path: Path) -> None:
    engine = open_record(f"sqlite:///{walked / 'record.db'}")
    with looking(engine) as connection:
        of_the_key, *found = check_record(connection, open_keys(tmp_path / "another"))
    engine.dispose()
    assert "countersigned with another key" in of_the_key
    assert found
    assert all("countersignature does not fit" in one for one in found)

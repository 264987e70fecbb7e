"""The card that says what was done about a damaged database."""

from pathlib import Path

from mobile.bootstrap import open_tablet
from mobile.store.care import What, put_right
from mobile.store.damage import suspect
from tests.support.app_driver import Window, a_tablet, begun, show


def test_rebuilt_database_is_said_on_today_until_it_was_read(tmp_path: Path) -> None:
    first = a_tablet(tmp_path)
    begun(first)
    first.close()
    suspect(tmp_path / "floorwalk.db").touch()
    opened = open_tablet(first.config)
    told = put_right(opened.store)
    assert told is not None
    assert told.what is What.BUILT_ANEW
    opened.close()

    async def scenario(window: Window) -> None:
        words = " ".join(window.texts())
        assert "What the server has received is safe." in words
        assert "was read back." in words
        assert "Everything could be read." in words
        await window.tap("put-right-read")
        assert "put-right" not in window.identifiers()
        assert put_right(window.store) is None

    show(a_tablet(tmp_path), scenario)


def test_new_tablet_has_no_such_card(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "put-right" not in window.identifiers()

    show(a_tablet(tmp_path), scenario)

"""How the tablet app is set up: where it keeps things, and settings from the environment."""

from pathlib import Path

import pytest

from mobile.config import Enrolment, read_config
from mobile.errors import SettingsError
from mobile.locations import Locations, data_folder


def test_own_folder_comes_before_flets_and_the_home_folder() -> None:
    both = {"FLOORWALK_TABLET_DATA": "/own", "FLET_APP_STORAGE_DATA": "/flet"}
    assert data_folder(both) == Path("/own")
    assert data_folder({"FLET_APP_STORAGE_DATA": "/flet"}) == Path("/flet")
    assert data_folder({"FLOORWALK_TABLET_DATA": ""}) == Path.home() / ".floorwalk"


def test_relative_folder_stays_where_it_is_when_the_app_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_folder({"FLOORWALK_TABLET_DATA": "data"}) == tmp_path / "data"


def test_everything_lies_below_one_folder(tmp_path: Path) -> None:
    places = Locations(tmp_path / "tablet").make()
    assert places.photos.is_dir()
    assert {one.parent for one in (places.database, places.photos, places.log)} == {tmp_path / "tablet"}
    assert places.make() == places


def test_settings_have_defaults_for_a_tablet_in_a_browser() -> None:
    config = read_config({"FLOORWALK_TABLET_DATA": "/own"})
    assert (config.data, config.host, config.port) == (Path("/own"), "127.0.0.1", 8550)
    assert (config.name, config.enrol, config.server) == ("Tablet", None, "")


def test_settings_are_read_from_the_environment() -> None:
    config = read_config(
        {
            "FLOORWALK_TABLET_HOST": "0.0.0.0",  # noqa: S104 - an example, nothing listens
            "FLOORWALK_TABLET_PORT": "0",
            "FLOORWALK_TABLET_NAME": "Dock tablet",
            "FLOORWALK_TABLET_ENROL": " http://works:8000   ABCD-EFGH ",
            "FLOORWALK_TABLET_SERVER": " http://works:8010 ",
        }
    )
    assert (config.host, config.port, config.name) == ("0.0.0.0", 0, "Dock tablet")  # noqa: S104 - as above
    assert config.enrol == Enrolment("http://works:8000", "ABCD-EFGH")
    assert config.server == "http://works:8010"


@pytest.mark.parametrize("port", ["http", "-1", "65536", "8 0", "٨٠"])
def test_port_that_is_none_is_named_in_a_sentence(port: str) -> None:
    with pytest.raises(SettingsError, match=f"FLOORWALK_TABLET_PORT is “{port}”"):
        read_config({"FLOORWALK_TABLET_PORT": port})


@pytest.mark.parametrize("enrol", ["http://works:8000", "http://works ABCD EFGH"])
def test_enrolment_without_two_parts_is_named_in_a_sentence(enrol: str) -> None:
    with pytest.raises(SettingsError, match="the server's address, a space and the code"):
        read_config({"FLOORWALK_TABLET_ENROL": enrol})

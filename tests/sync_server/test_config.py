"""The server's settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync_server.config import read_config
from sync_server.errors import CannotGoOn


def test_empty_environment_gives_the_defaults() -> None:
    config = read_config({})
    assert config.folder == Path("floorwalk-data").absolute()
    assert config.address == "http://127.0.0.1:8400"
    assert config.database_file == config.folder / "record.db"
    assert read_config({"FLOORWALK_PORT": " ", "DATABASE_URL": ""}) == config


def test_every_setting_is_taken() -> None:
    config = read_config(
        {
            "FLOORWALK_DATA": "/srv/floorwalk",
            "DATABASE_URL": "postgresql+psycopg://localhost/floorwalk",
            "FLOORWALK_HOST": "0.0.0.0",  # noqa: S104 - nothing listens here
            "FLOORWALK_PORT": "80",
            "FLOORWALK_NAME": "Lindholm",
            "FLOORWALK_ADDRESS": "https://floorwalk.example/",
        }
    )
    assert (config.folder, config.port, config.server_name) == (Path("/srv/floorwalk"), 80, "Lindholm")
    assert config.address == "https://floorwalk.example"
    assert config.database_file is None


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:8400"),  # noqa: S104 - nothing listens here
        ("::", "http://127.0.0.1:8400"),
        ("::1", "http://[::1]:8400"),
        ("audit.local", "http://audit.local:8400"),
    ],
)
def test_address_is_one_people_can_open(host: str, address: str) -> None:
    assert read_config({"FLOORWALK_HOST": host}).address == address


@pytest.mark.parametrize("port", ["x", "-1", "65536", "8 0", "٨", "9" * 5000])
def test_port_that_is_none_is_said_so(port: str) -> None:
    with pytest.raises(CannotGoOn, match="A port is a number from 0 to 65535"):
        read_config({"FLOORWALK_PORT": port})


def test_address_without_its_scheme_is_said_so() -> None:
    with pytest.raises(CannotGoOn, match="http:// or https://"):
        read_config({"FLOORWALK_ADDRESS": "floorwalk.example"})


def test_place_of_photos_is_read() -> None:
    config = read_config({"FLOORWALK_PHOTOS": " s3://photos/plant ", "FLOORWALK_PHOTOS_PLAIN_HTTP": "yes"})
    assert (config.photos, config.photos_plain_http) == ("s3://photos/plant", True)
    config = read_config({})
    assert (config.photos, config.photos_plain_http) == ("", False)


def test_answer_that_is_neither_yes_nor_no_is_told() -> None:
    with pytest.raises(CannotGoOn, match="Write yes or no"):
        read_config({"FLOORWALK_PHOTOS_PLAIN_HTTP": "perhaps"})

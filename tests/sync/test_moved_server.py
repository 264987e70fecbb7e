"""A server that comes back at another address: its tablets follow, and keep their own server otherwise."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mobile.bootstrap import Tablet, open_tablet
from mobile.config import read_config
from mobile.store.identity import this_tablet
from tests.support.server import RunningServer, start_server

Open = Callable[..., Tablet]


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Callable[[str], RunningServer]]:
    started: list[RunningServer] = []

    def start(name: str) -> RunningServer:
        started.append(start_server(tmp_path / name, sample=False))
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.fixture
def open_again(tmp_path: Path) -> Iterator[Open]:
    opened: list[Tablet] = []

    def open_one(**settings: str) -> Tablet:
        for one in opened:
            one.close()
        environment = {f"FLOORWALK_TABLET_{name.upper()}": value for name, value in settings.items()}
        opened[:] = [
            open_tablet(read_config({"FLOORWALK_TABLET_DATA": str(tmp_path / "tablet"), **environment}))
        ]
        return opened[0]

    yield open_one
    for one in opened:
        one.close()


def test_tablets_go_on_at_the_servers_new_address(
    servers: Callable[[str], RunningServer], open_again: Open
) -> None:
    first = servers("data")
    enrolled = this_tablet(open_again(enrol=f"{first.url} {first.code()}").store)
    assert enrolled.server_url == first.url
    first.stop()
    second = servers("data")
    # As the demo starts it: with a fresh code, which an enrolled tablet has no use for.
    me = this_tablet(open_again(enrol=f"{second.url} {second.code()}", server=second.url).store)
    assert (me.server_url, me.device, me.token) == (second.url, enrolled.device, enrolled.token)


def test_tablet_stays_with_its_own_server(servers: Callable[[str], RunningServer], open_again: Open) -> None:
    own, other = servers("own"), servers("other")
    enrolled = this_tablet(open_again(enrol=f"{own.url} {own.code()}").store)
    assert this_tablet(open_again(server=other.url).store).server_url == enrolled.server_url
    assert this_tablet(open_again(server="no address at all").store).server_url == enrolled.server_url

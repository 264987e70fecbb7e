"""The ways from a tablet to the office: the record's functions called directly, or the real server app."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.sync.simulator.direct import direct
from tests.sync.simulator.office import Office
from tests.sync.simulator.tablet import Connect
from tests.sync.simulator.through_app import through_app

Way = Callable[[Office], AbstractContextManager[Connect]]

WAYS: dict[str, Way] = {"direct": direct, "app": through_app}

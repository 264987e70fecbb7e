"""The description of the server's interface names every route, and is the one that is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from checklists.protocol.messages import Problem
from sync_server.api.description import DESCRIPTION, ROUTES, description
from tests.reliability.examples import declared

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


@pytest.fixture
def home() -> str:
    """What is described does not depend on where the record is."""
    return "sqlite"


def test_every_route_of_the_interface_is_described(central: Central) -> None:
    described = {f"{one.method} {one.path}" for one in ROUTES}
    served = {route for route in declared(central.app) if " /api/" in route and DESCRIPTION not in route}
    assert served <= described


def test_description_is_served_to_anybody(central: Central) -> None:
    answer = central.client.get(DESCRIPTION)
    assert answer.status_code == 200
    assert answer.json() == description(central.app.title)


def test_forms_are_schemas(central: Central) -> None:
    found = description("Floorwalk")
    jsonschema_rs.meta.validate(found["components"]["schemas"])
    refusal = central.client.post("/api/v1/hello", json={}).json()
    schema = {**found["components"]["schemas"]["Problem"], "components": found["components"]}
    assert jsonschema_rs.is_valid(schema, refusal)
    assert Problem.model_validate(refusal).number == 101


def test_every_refusal_has_its_number_in_the_description() -> None:
    paths = description("Floorwalk")["paths"]
    assert "FW-304" in paths["/api/v1/push"]["post"]["responses"]["409"]["description"]
    assert "FW-501" in paths["/api/v1/hello"]["post"]["responses"]["503"]["description"]

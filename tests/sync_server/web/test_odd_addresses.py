"""Whatever somebody types into the address line, a page answers; never trouble, never a traceback."""

import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from tests.sync_server.web.plant import Plant

LISTS = ["/visits", "/findings", "/wins", "/set-aside", "/", "/sign-in", "/enrol", "/tablets"]
ODD = [
    "page=-1",
    "page=0",
    "page=1e3",
    f"page={10**30}",
    "page=999999",
    "page=%00",
    "page=٣",
    "page=%ff%fe",
    "page[]=1",
    "page=1&page=2",
    "department=%00",
    "department=nowhere",
    "department='; drop table visit --",
    "kind=%F0%9F%92%A5",
    "kind=good_practice&status=sideways",
    "status=" + "x" * 4000,
    "=&&&;=%",
    "next=//evil.example",
]


@pytest.mark.parametrize("path", LISTS)
def test_odd_query_is_passed_over(office: TestClient, path: str) -> None:
    for query in ODD:
        answer = office.get(f"{path}?{query}")
        assert answer.status_code in {200, 303}, query
        if answer.status_code == 200:
            assert "<h1" in answer.text
        else:
            assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "name", ["x", "a" * 31, "A" * 32, "a" * 32, "%00", "%ff", "a" * 3000, "..%2f..%2fetc%2fpasswd", "é", "-1"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/visits/{}",
        "/findings/{}",
        "/history/visit/{}",
        "/history/{}/x",
        "/changes/{}",
        "/photos/{}",
        "/photos/{}/thumbnail",
        "/static/{}",
        "/{}",
    ],
)
def test_unknown_name_is_not_there(office: TestClient, path: str, name: str) -> None:
    answer = office.get(path.format(name))
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/visits", "/nowhere", "/wins"])
def test_method_no_page_has_is_answered_by_a_page(office: TestClient, method: str, path: str) -> None:
    answer = office.request(method, path)
    assert answer.status_code in {404, 405}
    assert "<h1>" in answer.text


def test_asking_only_whether_a_page_is_there_is_answered(office: TestClient) -> None:
    assert office.head("/visits").status_code == 200
    assert office.head("/nowhere").status_code == 404


def test_page_that_is_not_there_keeps_the_menu_for_who_is_signed_in(
    shared: Plant, office: TestClient
) -> None:
    assert "Sign out" in office.get("/nowhere").text
    assert "Sign out" not in shared.client().get("/nowhere").text


def test_tablets_still_get_a_numbered_problem_for_an_address_that_is_none(shared: Plant) -> None:
    answer = shared.client().get("/api/v1/nowhere")
    assert (answer.status_code, answer.json()["number"]) == (404, 306)


def test_trouble_of_our_own_is_a_page_with_a_number_and_without_a_traceback(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = plant.office()

    def broken(*_args: object) -> None:
        raise OperationalError("select secret", {}, Exception("disk I/O error"))

    monkeypatch.setattr("sync_server.web.visits.list_visits", broken)
    answer = client.get("/visits")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "The record is safe" in answer.text
    assert "FW-501" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_pages_are_kept_in_no_cache(office: TestClient) -> None:
    for path in LISTS:
        assert office.get(path).headers["Cache-Control"] == "no-store"


def test_pages_need_no_script_and_nothing_from_elsewhere(office: TestClient) -> None:
    for path in LISTS:
        html = office.get(path).text
        assert "<script" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert "//fonts" not in html

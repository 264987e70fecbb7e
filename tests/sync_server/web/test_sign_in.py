"""The office signs in with a name and a password, and nobody gets further without."""

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from sync_server.record import schema
from sync_server.record.database import writing
from sync_server.web.tries import FREE_TRIES, LONGEST_WAIT, Tries
from tests.sync_server.web.plant import ANA, LARS, PASSWORD, Plant, form_token, open_plant

PAGES = [
    "/",
    "/visits",
    "/findings",
    "/wins",
    "/set-aside",
    "/tablets",
    f"/visits/{'a' * 32}",
    f"/photos/{'a' * 64}",
]


def try_to_sign_in(client, name: str, password: str, aim: str = "/"):
    token = form_token(client.get("/sign-in").text)
    return client.post("/sign-in", data={"token": token, "name": name, "password": password, "next": aim})


@pytest.mark.parametrize("page", PAGES)
def test_stranger_is_sent_to_sign_in_and_back_to_where_they_wanted(shared: Plant, page: str) -> None:
    answer = shared.client().get(page)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_signing_in_leads_to_the_page_one_wanted_with_its_filters(plant: Plant) -> None:
    client = plant.client()
    form = client.get(client.get("/visits?status=draft").headers["Location"])
    assert 'value="/visits?status=draft"' in form.text
    answer = try_to_sign_in(client, "Ana Horvat", PASSWORD, "/visits?status=draft")
    assert answer.headers["Location"] == "/visits?status=draft"
    assert "Visits" in client.get("/visits?status=draft").text


@pytest.mark.parametrize(
    "aim", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\r\nX: y", ""]
)
def test_signing_in_never_leads_elsewhere(plant: Plant, aim: str) -> None:
    assert try_to_sign_in(plant.client(), "Ana Horvat", PASSWORD, aim).headers["Location"] == "/"


def test_session_cookie_is_kept_from_scripts_and_other_sites(plant: Plant) -> None:
    cookie = try_to_sign_in(plant.client(), "Ana Horvat", PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Secure" not in cookie


def test_session_cookie_stays_on_the_encrypted_way_where_there_is_one(plant: Plant) -> None:
    other = open_plant(plant.app.state.config.folder, public_address="https://audits.example.org")
    assert "Secure" in try_to_sign_in(other.client(), "Ana Horvat", PASSWORD).headers["Set-Cookie"]


def test_names_to_choose_are_those_with_a_password(plant: Plant) -> None:
    html = plant.client().get("/sign-in").text
    assert "Ana Horvat" in html
    assert "Tomasz Nowak" not in html


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Ana Horvat", "wrong"),
        ("Ana Horvat", ""),
        ("Nobody", PASSWORD),
        ("Tomasz Nowak", PASSWORD),
        ("", ""),
        ("Ana\x00", "\ud800".encode("utf-8", "replace").decode()),
    ],
)
def test_name_and_password_that_do_not_match_are_told_so_without_saying_which(
    plant: Plant, name: str, password: str
) -> None:
    answer = try_to_sign_in(plant.client(), name, password)
    assert answer.status_code == 403
    assert "don&#39;t go together" in answer.text


def test_signing_out_ends_the_session(plant: Plant) -> None:
    client = plant.office()
    token = form_token(client.get("/").text)
    assert client.post("/sign-out", data={"token": token}).headers["Location"] == "/sign-in"
    assert client.get("/").status_code == 303


@pytest.mark.parametrize("cookie", ["", "nonsense", "WyJhIl0.x.y", "é", "a" * 5000])
def test_made_up_session_is_nobodys(shared: Plant, cookie: str) -> None:
    client = shared.client()
    assert client.get("/", headers={"Cookie": f"floorwalk_session={cookie}".encode()}).status_code == 303


def test_person_who_left_is_signed_out(plant: Plant) -> None:
    client = plant.office()
    change_person(plant, ANA, active=False)
    assert client.get("/").status_code == 303


def test_another_password_ends_the_sessions_of_the_old_one(plant: Plant) -> None:
    client = plant.office()
    change_person(plant, ANA, password_hash="$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g")
    assert client.get("/").status_code == 303


def change_person(plant: Plant, person: str, **values: object) -> None:
    with writing(plant.app.state.engine) as connection:
        connection.execute(update(schema.person).where(schema.person.c.id == person).values(**values))


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/tablets/enrol", f"/tablets/{'a' * 32}/end"])
@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_form_from_elsewhere_changes_nothing(office: TestClient, path: str, token: str) -> None:
    answer = office.post(path, data={"token": token, "name": "Ana Horvat", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
    assert office.get("/").status_code == 200


def test_token_of_another_browser_is_not_taken(plant: Plant) -> None:
    token = form_token(plant.office().get("/").text)
    assert plant.office().post("/sign-out", data={"token": token}).status_code == 403


@pytest.mark.parametrize(
    "body", [b"\xff\xfe" * 20, b"a" * 30_000, b"&".join(b"a=b" for _ in range(500)), b"token=%ff%00"]
)
def test_odd_form_is_answered_by_a_page(shared: Plant, body: bytes) -> None:
    answer = shared.client().post("/sign-in", content=body)
    assert answer.status_code == 403
    assert "<h1>" in answer.text


def test_leaders_and_auditors_read_and_only_managers_see_tablets(plant: Plant) -> None:
    client = plant.office("Lars Eriksson")
    home = client.get("/").text
    assert "Tablets" not in home
    for path in ("/tablets", "/tablets/enrol", f"/tablets/{plant.device}/end"):
        assert client.get(path).status_code == 403
    token = form_token(home)
    for path in ("/tablets/enrol", f"/tablets/{plant.device}/end"):
        assert client.post(path, data={"token": token}).status_code == 403
    assert "Tablets" in plant.office("Jan de Vries").get("/").text


def test_role_that_changed_counts_at_the_next_page(plant: Plant) -> None:
    client = plant.office("Lars Eriksson")
    change_person(plant, LARS, role="quality_manager")
    assert client.get("/tablets").status_code == 200


def test_many_wrong_tries_have_to_wait_and_the_right_password_waits_too(plant: Plant) -> None:
    client = plant.client()
    for _ in range(FREE_TRIES):
        assert try_to_sign_in(client, "Ana Horvat", "wrong").status_code == 403
    answer = try_to_sign_in(client, "Ana Horvat", PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert "Please wait" in answer.text
    assert try_to_sign_in(client, "Lars Eriksson", PASSWORD).status_code == 303


def test_waiting_grows_and_ends() -> None:
    tries, clock = Tries(), 1000.0
    for _ in range(FREE_TRIES):
        assert tries.begin("ana", clock) == 0
    waits = []
    for _ in range(20):
        wait = tries.begin("ana", clock)
        waits.append(wait)
        clock += wait
        assert tries.begin("ana", clock) == 0
    assert waits == sorted(waits)
    assert waits[0] == 2
    assert waits[-1] == LONGEST_WAIT


def test_waiting_does_not_break_after_thousands_of_tries() -> None:
    tries, clock = Tries(), 0.0
    for _ in range(3000):
        tries.begin("ana", clock)
        clock += LONGEST_WAIT
    assert tries.begin("ana", clock) == 0


def test_tries_are_forgotten_after_an_hour_or_the_right_password() -> None:
    tries = Tries()
    for _ in range(FREE_TRIES + 1):
        tries.begin("ana", 0.0)
        tries.begin("lars", 0.0)
    assert tries.begin("ana", 4000.0) == 0
    tries.forget("lars")
    assert tries.begin("lars", 1.0) == 0


def test_memory_of_tries_stays_small() -> None:
    tries = Tries()
    for number in range(12_000):
        tries.begin(str(number), 0.0)
    assert len(tries._tries) == 10_000

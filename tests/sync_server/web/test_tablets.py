"""Tablets: letting one in with a code that is shown once, and ending one's access."""

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from checklists.protocol import routes
from sync_server.backup.make import Live, make_backup
from sync_server.backup.places import BackupFolder
from tests.sync_server.web.plant import Plant, form_token, open_plant


def enrol_page(plant: Plant, **headers: str) -> str:
    client = plant.office()
    token = form_token(client.get("/tablets").text)
    answer = client.post("/tablets/enrol", data={"token": token}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def code_of(html: str) -> str:
    found = re.search(r'class="code">([A-Z0-9-]+)<', html)
    assert found
    return found[1]


def scan(html: str) -> str:
    """Read the page's QR code as a camera would."""
    svg = html.partition('class="qr-box">')[2].partition("</svg>")[0]
    width = int(float(re.search(r'viewBox="0 0 ([0-9.]+)', svg)[1]))
    picture = Image.new("L", (width * 8, width * 8), 255)
    draw = ImageDraw.Draw(picture)
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)[1]
    x = y = 0.0
    for command, given in re.findall(r"([Mmh])([-0-9. ]+)", path):
        numbers = [float(number) for number in given.split()]
        if command == "h":
            draw.rectangle((x * 8, (y - 0.5) * 8, (x + numbers[0]) * 8 - 1, (y + 0.5) * 8 - 1), fill=0)
            x += numbers[0]
        else:
            x, y = (x, y) if command == "m" else (0.0, 0.0)
            x, y = x + numbers[0], y + numbers[1]
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


def test_code_on_the_page_lets_a_tablet_in_once(plant: Plant) -> None:
    code = code_of(enrol_page(plant))
    message = {"code": code, "name": "Tablet 9"}
    assert plant.client().post(routes.ENROL, json=message).status_code == 200
    assert plant.client().post(routes.ENROL, json=message).status_code == 410
    html = plant.office().get("/tablets").text
    assert "Tablet 9" in html
    assert "by Ana Horvat" in html
    assert code not in html


def test_picture_says_the_same_as_the_page(plant: Plant) -> None:
    html = enrol_page(plant)
    assert scan(html) == f"http://testserver/enrol?code={code_of(html)}"
    assert "http://testserver</p>" in html


def test_time_left_is_said(plant: Plant) -> None:
    assert re.search(r"for 15 minutes: until \d\d:\d\d", enrol_page(plant))


def test_address_the_server_was_given_is_used(plant: Plant) -> None:
    folder = plant.app.state.config.folder
    other = open_plant(folder, public_address="https://audits.example.org")
    html = enrol_page(other)
    assert scan(html) == f"https://audits.example.org/enrol?code={code_of(html)}"
    assert "only on this computer" not in html


@pytest.mark.parametrize("host", ['evil.example/"><script>', "a b", "", "x:99999999"])
def test_host_that_is_none_is_not_believed(plant: Plant, host: str) -> None:
    html = enrol_page(plant, Host=host)
    assert scan(html).startswith(plant.app.state.config.address + "/enrol")
    assert "<script>" not in html


def test_address_that_works_only_here_says_so(plant: Plant) -> None:
    assert "only on this computer" in enrol_page(plant, Host="127.0.0.1:8400")


def test_scanned_code_leads_anybody_to_a_page_that_opens_the_app(plant: Plant) -> None:
    html = plant.client().get("/enrol?code=abcd-efgh").text
    assert "ABCD-EFGH" in html
    assert 'href="floorwalk://enrol?server=http%3A%2F%2Ftestserver&amp;code=ABCD-EFGH"' in html


@pytest.mark.parametrize(
    "query",
    ["", "?code=", "?code=<script>", "?code=%00", "?code=%ff", f"?code={'A' * 5000}", "?code=1&code=2"],
)
def test_scanned_nonsense_gets_a_sentence(plant: Plant, query: str) -> None:
    answer = plant.client().get(f"/enrol{query}")
    assert answer.status_code == 200
    assert "There is no enrolment code in this address" in answer.text
    assert "<script>" not in answer.text


def test_ending_access_is_asked_about_first_and_then_done(plant: Plant) -> None:
    client = plant.office()
    asked = client.get(f"/tablets/{plant.device}/end")
    assert "End the access of" in asked.text
    assert plant.tablet().get(routes.REFERENCE).status_code == 200
    answer = client.post(f"/tablets/{plant.device}/end", data={"token": form_token(asked.text)})
    assert answer.headers["Location"] == "/tablets"
    assert plant.tablet().get(routes.REFERENCE).status_code == 403
    assert client.get("/tablets").text.index("Access ended") < client.get("/tablets").text.index("Tablet 3")


def test_tablet_that_is_none_or_ended_already_is_not_there(plant: Plant) -> None:
    client = plant.office()
    token = form_token(client.get("/").text)
    for device in ("a" * 32, "x", "%00"):
        assert client.get(f"/tablets/{device}/end").status_code == 404
    client.post(f"/tablets/{plant.device}/end", data={"token": token})
    assert client.post(f"/tablets/{plant.device}/end", data={"token": token}).status_code == 404


def test_loading_the_code_page_again_makes_no_other_code(plant: Plant) -> None:
    assert plant.office().get("/tablets/enrol").headers["Location"] == "/tablets"


def test_page_says_when_the_last_verified_backup_was(plant: Plant, tmp_path: Path) -> None:
    office = plant.office()
    assert "No backup has been verified yet." in office.get("/tablets").text
    (tmp_path / "backups").mkdir()
    state = plant.app.state
    live = Live(state.config.folder, state.engine, state.objects)
    made = make_backup(live, BackupFolder(tmp_path / "backups"))
    page = " ".join(office.get("/tablets").text.split())
    assert "The last backup was made" in page
    assert made.backup.taken_at in page
    assert f"restored and verified: {made.backup.ops} changes and {made.backup.photos} photos" in page

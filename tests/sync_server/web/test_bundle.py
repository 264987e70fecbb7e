"""A visit's page gives the visit as one file, which shows by itself that it is whole."""

import io
import json

from checklists.bundle.check import check
from checklists.bundle.zipped import Opened
from checklists.ids import new_id
from checklists.moments import write_moment
from tests.sync_server.web.plant import ANA, PURCHASING, SIOBHAN, Plant, jpeg, photo_ref, sha_of

QUESTION = PURCHASING.questions[0].id


def walked(plant: Plant) -> tuple[str, bytes]:
    """Complete a visit with one photo that arrived and one that did not."""
    visit, photo, late = plant.begin_visit(), jpeg(), sha_of(b"late")
    values = {f"answer/{QUESTION}/photo/{sha_of(photo)}": photo_ref(photo)}
    plant.write("visit", visit, {**values, f"answer/{QUESTION}/photo/{late}": photo_ref(b"late")})
    plant.find(visit=visit, question=QUESTION)
    plant.add(visit, plant.seal(visit).mark, "More")
    assert plant.push().refused == []
    plant.keep_photo(photo)
    return visit, photo


def test_file_is_whole_and_the_server_confirms_it(empty_plant: Plant) -> None:
    visit, photo = walked(empty_plant)
    office = empty_plant.office()
    assert f'href="/visits/{visit}/bundle"' in office.get(f"/visits/{visit}").text
    answer = office.get(f"/visits/{visit}/bundle")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="visit-{visit[:8]}.zip"'
    assert answer.headers["Content-Type"] == "application/zip"
    opened = Opened(io.BytesIO(answer.content))
    assert opened.read(f"photos/{sha_of(photo)}.jpg") == photo
    report = check(opened, empty_plant.app.state.keys.countersignature)
    assert report.problems == ()
    assert "1 photo of it had not arrived at the server and can't be compared." in report.shows


def test_earlier_walks_of_the_sample_are_whole(shared: Plant) -> None:
    office = shared.office()
    links = {part.split('"')[0] for part in office.get("/visits").text.split('href="/visits/')[1:]}
    visits = [one for one in links if len(one) == 32]
    assert visits
    for visit in visits:
        opened = Opened(io.BytesIO(office.get(f"/visits/{visit}/bundle").content))
        assert check(opened, shared.app.state.keys.countersignature).problems == ()


def test_history_of_the_draft_is_in_it(empty_plant: Plant) -> None:
    visit = empty_plant.begin_visit()
    empty_plant.find(visit=visit, question=QUESTION)
    empty_plant.seal(visit, whole=True)
    assert empty_plant.push().refused == []
    answer = empty_plant.office().get(f"/visits/{visit}/bundle")
    report = check(Opened(io.BytesIO(answer.content)), empty_plant.app.state.keys.countersignature)
    assert report.problems == ()
    assert "Its draft history, 4 changes before the signing, is the one the seal names." in report.shows


def test_what_came_of_the_visit_is_beside_what_is_sealed(empty_plant: Plant) -> None:
    visit, _ = walked(empty_plant)
    moment = write_moment(empty_plant.now)
    record = new_id()
    said = {"kind": "corrective_action", "owner": SIOBHAN, "text": "New labels", "visit": visit}
    empty_plant.write("action", record, {**said, "proposed_by": ANA, "proposed_at": moment}, ANA)
    empty_plant.write("action", record, {"done_at": moment}, SIOBHAN)
    assert empty_plant.push().refused == []
    confirm = empty_plant.app.state.keys.countersignature
    content = empty_plant.office().get(f"/visits/{visit}/bundle").content
    opened = Opened(io.BytesIO(content))
    report = check(opened, confirm)
    assert report.problems == ()
    assert any("1 action, and thanks given 0 times. The seal does not cover" in one for one in report.shows)
    told = json.loads(opened.read("visit.json"))
    assert [one["kind"] for one in told["context"]["records"]] == ["action"]
    assert "action" not in {one["kind"] for one in told["records"]}


def test_draft_can_be_kept_too(empty_plant: Plant) -> None:
    visit = empty_plant.begin_visit()
    empty_plant.push()
    answer = empty_plant.office().get(f"/visits/{visit}/bundle")
    assert check(Opened(io.BytesIO(answer.content))).problems == ()


def test_nobody_gets_it_without_signing_in_and_nothing_is_nothing(empty_plant: Plant) -> None:
    visit = empty_plant.begin_visit()
    empty_plant.push()
    assert empty_plant.client().get(f"/visits/{visit}/bundle").status_code == 303
    office = empty_plant.office()
    for name in (new_id(), "nonsense", "%00"):
        assert office.get(f"/visits/{name}/bundle").status_code == 404

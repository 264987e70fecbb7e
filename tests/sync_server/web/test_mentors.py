"""What a mentor says of a draft is on no page, applied or not; who was asked is in the visit's history."""

from checklists.ids import new_id
from checklists.records import comment, visit
from tests.sync_server.web.plant import SIOBHAN, TOMASZ, Plant
from tests.sync_server.web.test_history import get, text_of

WORDS = "How many of how many?"


def comments_on(plant: Plant, record: str, person: str) -> tuple[str, str]:
    """Comment on a visit; return the comment's id and the change's."""
    said = {"visit": record, "text": WORDS, "author": person, "written_at": "2026-03-03T10:42:00.000Z"}
    written = new_id()
    return written, plant.write(comment.KIND, written, said, person)


def test_comment_is_on_no_page(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write(visit.KIND, record, {f"mentor/{SIOBHAN}": True})
    plant.push()
    written, change = comments_on(plant, record, SIOBHAN)
    _, refused = comments_on(plant, record, TOMASZ)
    assert [one.number for one in plant.push().refused] == [219]
    assert plant.office().get(f"/history/comment/{written}").status_code == 404
    pages = (f"/visits/{record}", f"/history/visit/{record}", f"/changes/{change}", f"/changes/{refused}")
    for path in (*pages, "/set-aside", "/", "/visits"):
        assert WORDS not in get(plant, path)
    assert "FW-219" in get(plant, "/set-aside")
    assert "Has Siobhán Byrne as a mentor" in text_of(get(plant, f"/history/visit/{record}"))

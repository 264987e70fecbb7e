"""Fixed on the spot: noted with words and a photo, sealed with the finding, and taken back with an undo."""

from pathlib import Path

from checklists.records.values import PhotoRef
from mobile.bootstrap import Tablet
from mobile.state.visit_session import VisitSession
from mobile.store import findings, visits
from mobile.store.findings import CORRECTED
from tests.support.app_driver import ANA, NOON, Window, begun, complete, show
from tests.support.short_audit import QUESTIONS, an_audit_tablet

SHA = "f" * 64
REF = PhotoRef(bytes=10, width=4, height=3, taken_at="2026-03-03T12:00:00.000Z")


def raised(tablet: Tablet, kind: str = "opportunity") -> str:
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "short-audit").id)
    assert walk is not None
    finding = walk.raise_finding(QUESTIONS[0], kind)
    findings.change(tablet.store, ANA.id, finding.id, {"statement": "A label hangs loose"})
    return finding.id


def test_finding_is_fixed_with_words_and_counts_all_the_same(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    finding_id = raised(tablet)

    async def scenario(window: Window) -> None:
        assert not window.has("finding-correction")
        await window.tap("fix-begin")
        assert "It counts as found and as put right." in window.words()
        await window.enter("finding-correction", "The label is fastened")
        found = findings.get(window.store, finding_id)
        assert found is not None
        assert found.corrected
        assert found.text("corrected_at").startswith(f"{NOON:%Y-%m-%dT%H}")
        assert found.text("correction") == "The label is fastened"
        assert not found.withdrawn
        await window.go(f"/visit/{found.text('visit')}/close")
        assert "The label is fastened" in window.words(f"summary-{finding_id}")

    show(tablet, scenario, route=f"/finding/{finding_id}")


def test_fix_is_taken_back_with_its_photo_and_put_back(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    finding_id = raised(tablet)
    findings.correct(tablet.store, ANA.id, finding_id, "The label is fastened")
    findings.add_photo(tablet.store, ANA.id, finding_id, SHA, REF, CORRECTED)

    async def scenario(window: Window) -> None:
        await window.tap("fix-take-back")
        found = findings.get(window.store, finding_id)
        assert found is not None
        assert (found.corrected, found.photos) == (False, {})
        await window.undo()
        found = findings.get(window.store, finding_id)
        assert found is not None
        assert (found.corrected, list(found.photos_after)) == (True, [SHA])
        assert found.text("correction") == "The label is fastened"

    show(tablet, scenario, route=f"/finding/{finding_id}")


def test_good_practice_has_nothing_to_fix(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    finding_id = raised(tablet, "good_practice")

    async def scenario(window: Window) -> None:
        assert window.has("finding-statement")
        assert not window.has("fix-begin")

    show(tablet, scenario, route=f"/finding/{finding_id}")


def test_photo_of_the_fix_is_sealed_with_the_visit(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    finding_id = raised(tablet)
    findings.correct(tablet.store, ANA.id, finding_id, "Done")
    found = findings.add_photo(tablet.store, ANA.id, finding_id, SHA, REF, CORRECTED)
    complete(tablet, found.text("visit"))
    visit = visits.get(tablet.store, found.text("visit"))
    assert visit is not None
    assert visit.seal is not None
    assert visit.seal.photos == [SHA]
    kept = findings.get(tablet.store, finding_id)
    assert kept is not None
    assert (list(kept.photos_before), list(kept.photos_after)) == ([], [SHA])
    tablet.close()

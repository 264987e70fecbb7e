"""A finding fixed on the spot: found and put right, with its photo before and its photo after."""

from tests.sync_server.web.plant import Plant, jpeg, photo_ref, sha_of

FOUND, FIXED = jpeg("#8a5a00"), jpeg("#2e6a5d")


def fixed(plant: Plant) -> tuple[str, str]:
    """Return a visit on the way with a finding that was fixed, and the finding."""
    visit = plant.begin_visit()
    record = plant.find(
        kind="opportunity",
        statement="A label hangs loose",
        visit=visit,
        corrected_at="2026-03-03T10:42:00.000Z",
        correction="Fastened <at once>",
        **{
            f"photo/{sha_of(FOUND)}": photo_ref(FOUND),
            f"corrected/photo/{sha_of(FIXED)}": photo_ref(FIXED),
        },
    )
    plant.push()
    for data in (FOUND, FIXED):
        plant.keep_photo(data)
    return visit, record


def test_page_of_the_finding_shows_what_was_done_and_both_photos(plant: Plant) -> None:
    _, record = fixed(plant)
    page = plant.office().get(f"/findings/{record}").text
    before, after = page.index(sha_of(FOUND)), page.index(sha_of(FIXED))
    assert before < page.index("Corrected on the spot") < after
    assert "Fastened &lt;at once&gt;" in page


def test_page_of_the_visit_shows_it_too(plant: Plant) -> None:
    visit, _ = fixed(plant)
    page = plant.office().get(f"/visits/{visit}").text
    assert "Corrected on the spot" in page
    assert sha_of(FIXED) in page


def test_photo_of_the_fix_is_sealed_and_the_check_agrees(plant: Plant) -> None:
    visit, record = fixed(plant)
    seal = plant.seal(visit)
    plant.push()
    assert set(seal.photos) == {sha_of(FOUND), sha_of(FIXED)}
    page = plant.office().get(f"/visits/{visit}").text
    assert "The record is not as it was signed" not in page
    assert seal.mark[:8] in page
    assert record in page


def test_history_says_it_in_words(plant: Plant) -> None:
    _, record = fixed(plant)
    page = plant.office().get(f"/history/finding/{record}").text
    assert "What was done on the spot" in page
    assert f"Photo {sha_of(FIXED)[:8]} of it corrected" in page

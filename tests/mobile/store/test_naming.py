"""A list names a visit in the language of whoever reads it."""

from checklists.form.checklist import Checklist
from mobile.store import naming, reference, visits
from mobile.store.database import Store
from mobile.text.language import Language, speaking
from tests.support.tablet_samples import ANA, DOCK_2, a_checklist, a_reference


def test_visit_is_called_as_its_checklist_is_in_the_language_that_is_spoken(store: Store) -> None:
    said = a_checklist(version=2).model_dump(mode="json")
    checklist = Checklist.model_validate({**said, "translations": {"de": {"title": "Einkauf"}}})
    reference.replace(store, a_reference(checklists=[checklist]), "second")
    visit = visits.start(store, person=ANA, checklist=checklist, area=DOCK_2)
    names = {}
    for language in (Language.GERMAN, Language.FRENCH):
        with speaking(language):
            names[language] = naming.name_of(store, "visit", visit.id).what
    assert names == {Language.GERMAN: "Einkauf", Language.FRENCH: "Purchasing"}

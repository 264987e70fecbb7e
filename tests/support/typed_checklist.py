"""A checklist with every type of question, a condition and a repeated section, in English and German."""

from checklists.form.checklist import Checklist, VisitKind
from checklists.form.question import Question
from checklists.form.section import Repeat, Section
from checklists.form.translation import Translation


def a_question(identity: str, text: str, **other: object) -> Question:
    return Question.model_validate(
        {
            "id": identity,
            "text": text,
            "why": "So that surprises are seen early.",
            "look_for": ("The last three",),
            "ask": "Would you show me the last one?",
            "outcome": "quality",
            **other,
        }
    )


def every_type() -> Checklist:
    """Return it, as `every-type`: ten questions, one of them hidden until the first is answered with no."""
    asked = (
        a_question("lorry", "Has a lorry arrived today?", type="yes_no", finding_if="no"),
        a_question("why-late", "What keeps it?", type="text", when="lorry is no"),
        a_question(
            "label",
            "What state are the labels in?",
            type="choice",
            choices=[
                {"id": "new", "text": "Complete and legible"},
                {"id": "old", "text": "Hard to read", "finding": True},
            ],
        ),
        a_question(
            "seen",
            "What do you notice?",
            type="choices",
            choices=[
                {"id": "ice", "text": "Ice on the floor", "finding": True},
                {"id": "bent", "text": "A bent post", "finding": True},
                {"id": "fine", "text": "Nothing of the kind"},
            ],
        ),
        a_question(
            "warm",
            "How warm is the product when it comes off the lorry?",
            type="number",
            unit="°C",
            lowest=2,
            highest=8,
            decimals=1,
            required=True,
        ),
        a_question("decision", "What did people decide?", type="text"),
        a_question("oldest", "Which is the oldest date?", type="date"),
        a_question("damage", "How does the damage look?", type="photo"),
        a_question(
            "gauges",
            "How far can the gauges be trusted?",
            type="sample",
            sample={"what": "gauge", "of": 3, "holds": "in date"},
        ),
    )
    rack = (a_question("rack", "Is this rack as it is meant to be?", type="yes_no"),)
    return Checklist(
        id="every-type",
        version=1,
        title="Every type",
        kind=VisitKind.INTERNAL_AUDIT,
        purpose="Shows every type of question.",
        minutes=20,
        language="en",
        sections=(
            Section(id="goods-in", title="Goods in", questions=asked),
            Section(id="each-rack", title="Each rack", questions=rack, repeat=Repeat(what="rack", most=6)),
        ),
        translations={"de": Translation.model_validate(_GERMAN)},
    )


_GERMAN = {
    "title": "Jede Art",
    "purpose": "Zeigt jede Art von Frage.",
    "section": {"goods-in": {"title": "Wareneingang"}},
    "question": {
        "label": {
            "text": "In welchem Zustand sind die Etiketten?",
            "choices": {"new": "Vollständig und lesbar", "old": "Schwer zu lesen"},
        },
        "warm": {"text": "Wie warm ist die Ware, wenn sie vom Lkw kommt?"},
        "gauges": {
            "text": "Wie weit kann man den Messmitteln trauen?",
            "sample": {"what": "Messmittel", "holds": "gültig"},
        },
    },
}

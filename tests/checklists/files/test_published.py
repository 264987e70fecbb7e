"""What has been published never changes: each version keeps its hash, whatever the format learns."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists.files.catalog import read_checklist, shipped

# Versions that have gone out; a changed checklist gets a new line, and its old file moves to `published/`.
HASHES = {
    ("calibration", 1): "5b7127049a6fc330e42c3d7e0f727937bcfd2c7e5ae275cce09cb7e4aea15314",
    ("calibration", 2): "e9d3f7602b52bdd726e75d53448f96d25d8567f78e2dd48694dd4e446f6c210c",
    ("close-out", 1): "a8014a660d64b9b773f8f0a55c11906279b80bcbf0cfdb8ad3aa7429ec8b75d0",
    ("close-out", 2): "e50d1fb366a0e87e1767e523353219c68cd71366f60c3ec3c072a8613a667c5d",
    ("corrective-action", 1): "bbe5428a5aa9122fb5c5e049b0e6cce936b56b91ec2ead2d40ded14e3a41897d",
    ("corrective-action", 2): "67ad79cbf7fa45647b2956e42b361c4e57df6e0565c196e70c81fc270f32eacd",
    ("customer-feedback", 1): "a23e75e18289d1a48df4617151c8f04e6b2bb1d9f787371334999fd417ff37cd",
    ("customer-feedback", 2): "7c50cb8273c69420456c40955c8d6f9ab5e9e5664127608044a43fd302bea5e0",
    ("delivery-and-warehouse", 1): "9a46d24dacc85d64570a965026fe2edb5f6810f09ab1579086bb7cb66804921b",
    ("delivery-and-warehouse", 2): "027103dc4218926dc00cfc8b8b1700d10bd947b6f321bd5cd12d06ed3e96a1af",
    ("delivery-and-warehouse", 3): "9fc011a3126aee68e886a52a4939737dea7ddb263905cfc5c21ce64815ccbafe",
    ("design", 1): "a9bbe9ed2c8ff994d61d93a713c11d87171f3237fff93631d81149e7346f3b73",
    ("design", 2): "6e323a10b785d2e707b11f0f64691406c25dfd74f8113a9d6c7d8b10745301cf",
    ("document-control", 1): "33b7d44a11e1b90362272054fce182778bfbb5e89cac0b0af9fedd795484538d",
    ("document-control", 2): "5726cdd7f622824c7de5133f8ba351685d4a44173ad7bc6937049d38831c80cc",
    ("five-s", 1): "e20c59eb96056216e6393e51cef516a51a8af7dfbb90e1ad52bbf305601a7f95",
    ("five-s", 2): "8ff03d9ef97eb56e1e890b59e4692e13b3a94e0e3fca82a252f172939359f0a3",
    ("five-s", 3): "c417f5ea1575e7d1f2c83cd96c8d0ef3b47d7f6582185d4f0b50919bf5720b74",
    ("gemba-walk", 1): "0752ca6e3c7874d313688dacbffb9508df1ecfe1155c68ae33c804738875f527",
    ("gemba-walk", 2): "33ce3c7ce2e5a7a8746e4c516896cecfb52a4e07588b73f7de1438ff8156057e",
    ("inspection", 1): "52b1e21df825ed106aa6ecb37ec6da565fa1ffaf94b58163f557aa3c74a66e93",
    ("inspection", 2): "bfcb3f76efe675442536a5638a9b81fb7833ebe00cd00d898721cb20ccdf7bc2",
    ("layered-process-audit", 1): "cbab7d362bb43faee505c50ed7f0afd3cbe5e50a0f4b78c18c1ccded0803230c",
    ("layered-process-audit", 2): "31165ee141d73705ea7473b704c8870492b4a2eeccdd5175c77e17437583072a",
    ("layered-process-audit", 3): "33550895b5d20fed08dac4f21d4a0be13b6e2ff9f5adcfc0ed685e492cff0cf3",
    ("leadership-and-culture", 1): "32f24d014cb65420e9b5504bfd05499b16e8c53ea23a7e3c9996d89123610780",
    ("leadership-and-culture", 2): "a9a11f9953987ae1667d4200a415529554a596a8264694ef4b8f08a22431ce33",
    ("medical-device-capa", 1): "3d4663cb01768bb10f55039672718ac93d35e416927fd5d73967b6b70c16b0ec",
    ("medical-device-capa", 2): "8568d0c89f009016be69a6ff6058ae0976d98323e16ce91e56f4daef6077bae2",
    ("production", 1): "be40b9bec675e09c4b7dcc262545de29ae599753968f13f9404d4a5535eb1a10",
    ("production", 2): "557439cfa4c9e866186a88b8b6636cb973e5bfee5ec607d116c97e49c0e02e40",
    ("purchasing", 1): "dbd1142aa92b1ca528f6dd949a48446c763226fa12e368ba2b822c9a4efa8759",
    ("purchasing", 2): "50881b690ac2c54a879db27fe4fc1ebe25ba28b59cf28f2f59d116dab5329642",
    ("safety-walk", 1): "d5cf4b7750f91e4d923d4caf62bb792020997b118baf3b10dec26c38e8db9cdb",
    ("safety-walk", 2): "179a1e56aff958262a944132263729066268aaf10c9c63e4f89ef4b4d5dd1725",
    ("supplier-visit", 1): "d6795abe444c42fd90b66c49d19c3b38f3e4ae80562f55d9873c13ac2ba62602",
    ("supplier-visit", 2): "cd7b98f80415ca04517af3af786228866b111de2fc07a05c03cba7b686f5d542",
    ("training", 1): "e6369c6be47371123c4867794cf7b88f3fd0403085a16e3c8f24fbe360c03973",
    ("training", 2): "89ab95f23239176406601fa79de70858f28487ff3a77982e6b9b1a4f7c2b85be",
}
FILES = sorted((Path(__file__).parent / "published").glob("*.toml"))
EARLIER = [read_checklist(path.read_bytes(), path.name) for path in FILES]


@pytest.mark.parametrize("checklist", [*EARLIER, *shipped()], ids=lambda one: f"{one.id}-{one.version}")
def test_version_that_went_out_keeps_its_hash(checklist) -> None:
    assert HASHES[checklist.id, checklist.version] == checklist.content_hash()


def test_every_version_that_went_out_is_still_looked_at() -> None:
    assert {(one.id, one.version) for one in [*EARLIER, *shipped()]} == set(HASHES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_earlier_file_is_named_after_its_version(path: Path) -> None:
    checklist = read_checklist(path.read_bytes(), path.name)
    assert path.stem == f"{checklist.id}-{checklist.version}"


def test_no_question_that_went_out_changed_its_id() -> None:
    newest = {one.id: {question.id for question in one.questions} for one in shipped()}
    assert all({question.id for question in one.questions} <= newest[one.id] for one in EARLIER)


def test_checklist_that_uses_nothing_new_says_nothing_of_it() -> None:
    names = {"id", "version", "title", "kind", "purpose", "minutes", "language", "sections"}
    for one in (one for one in EARLIER if one.version == 1):
        dumped = one.model_dump(mode="json")
        assert set(dumped) == names
        assert {name for section in dumped["sections"] for name in section} == {"id", "title", "questions"}
        questions = [question for section in dumped["sections"] for question in section["questions"]]
        assert all(
            set(question) == {"id", "text", "why", "look_for", "ask", "clauses", "outcome"}
            for question in questions
        )

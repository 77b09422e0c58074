import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from overt.collect.characters import mend
from overt.types.problem import Problem
from overt.types.report import Report
from tests.collect.samples import BODY, the_report

Read = Callable[..., list[Report | Problem]]


def test_half_a_character_in_the_text_is_replaced_one_for_one(read: Read) -> None:
    report = the_report(read({"a.jsonl": json.dumps({"text": "Ada\udfff Lind.\n\n" + BODY})}))
    assert report.text == "Ada\ufffd Lind.\n\n" + BODY
    assert [(p.name, p.where, p.fatal) for p in report.problems] == [("characters-replaced", "text", False)]


def test_half_a_character_in_the_metadata_is_replaced(read: Read) -> None:
    fields = {
        "id": "n\ud800",
        "outlet": "The \udfff Echo",
        "title": "Fire\ud800",
        "date": "2024-05\ud800",
        "text": BODY,
    }
    report = the_report(read({"a.jsonl": json.dumps(fields)}))
    assert (report.outlet, report.title) == ("The \ufffd Echo", "Fire\ufffd")
    assert report.input.endswith("a.jsonl:n\ufffd")
    assert [p.name for p in report.problems] == ["published-invalid", "characters-replaced"]
    for words in (report.text, report.input, report.problems[0].what):
        words.encode()


def test_half_a_character_in_a_sidecar_or_a_flag_is_replaced(read: Read) -> None:
    sidecar = json.dumps({"title": "Fire \ud800 in the port"})
    report = the_report(read({"a.txt": BODY, "a.meta.json": sidecar}, outlet="Ech\udce9"))
    assert (report.title, report.outlet) == ("Fire \ufffd in the port", "Ech\ufffd")


def test_whole_characters_from_two_halves_stay(read: Read) -> None:
    report = the_report(read({"a.jsonl": '{"text": "Fire \\ud83d\\udd25 in the port of Nordholm."}'}))
    assert report.text == "Fire \U0001f525 in the port of Nordholm."
    assert report.problems == ()


@given(st.text(st.characters(exclude_categories=())))
def test_mended_text_can_be_stored_and_keeps_its_length(text: str) -> None:
    mended = mend(text)
    assert len(mended) == len(text)
    assert mended.encode().decode() == mended
    assert mended == text or any("\ud800" <= char <= "\udfff" for char in text)

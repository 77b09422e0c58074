"""A dateline is a sentence of its own, so that no speaker or court takes its words for a name."""

import pytest

from tests.extract.parses import parse_text


@pytest.mark.parametrize("dateline", ["OSLO, March 4 - ", "VIENNA, 3 March (Norda) - ", "RADOM, Poland — "])
def test_dateline_stands_apart(dateline: str) -> None:
    _, parsed = parse_text(dateline + "A court in Bergen on Wednesday jailed two men.")
    first, second = parsed.doc.sents
    assert second.start_char == len(dateline)
    assert first.text.strip() == dateline.strip()


def test_text_without_a_dateline_is_one_sentence() -> None:
    _, parsed = parse_text("A court in Bergen - the second so far - jailed two men.")
    assert len(list(parsed.doc.sents)) == 1

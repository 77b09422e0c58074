"""Parses a text of one passage for tests."""

from spacy.tokens import Token

from overt.base.spans import Span
from overt.extract.parse import Parsed, parse_passages
from overt.types.passage import Passage, PassageKind
from overt.types.report import Report


def parse_text(text: str, kind: PassageKind = PassageKind.PARAGRAPH, start: int = 0) -> tuple[Report, Parsed]:
    """Return a report whose only passage is `text`, with `start` spaces before it, and the parse."""
    report = Report(
        id="rep_0000000000000001", input="test", url=None, outlet=None, title=None, published=None, language="en",
        text=" " * start + text, sha256_raw="", sha256_text="",
    )  # fmt: skip
    span = Span(start=start, end=start + len(text))
    passage = Passage(report_id=report.id, index=0, span=span, kind=kind, sentences=(span,))
    return report, parse_passages(report, [passage])[0]


def token_of(parsed: Parsed, word: str) -> Token:
    """Return the first token that reads `word`."""
    return next(token for token in parsed.doc if token.text == word)

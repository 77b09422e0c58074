"""Builds reports for the tests of voice and stage: marked text in, parsed report and its marked words out."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from overt.divide import divide_report
from overt.extract.parse import Parsed, parse_passages
from overt.extract.voices.speakers import ReportVoices, read_voices
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedReport:
    """A report with the words that stood in [[...]]."""

    report: Report
    parsed: tuple[Parsed, ...]
    voices: ReportVoices
    marked: tuple[tuple[Parsed, Token], ...]


def read_marked(marked: str, outlet: str = "The Dorova Times") -> MarkedReport:
    places = [m.start() - 4 * n for n, m in enumerate(re.finditer(r"\[\[", marked))]
    text = marked.replace("[[", "").replace("]]", "")
    report = Report(
        id="rep_0", input="report.txt", url=None, outlet=outlet, title=None, published=None, language="en", text=text,
        sha256_raw="", sha256_text="",
    )  # fmt: skip
    parsed = parse_passages(report, divide_report(report))
    words = [
        (part, token) for place in places for part in parsed for token in part.doc if part.span_of(token).start == place
    ]
    assert len(words) == len(places), "a marked word is not a token"
    return MarkedReport(report=report, parsed=parsed, voices=read_voices(report, parsed), marked=tuple(words))

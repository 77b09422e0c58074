"""Shows the claims behind a value: claims in, paragraphs with the words marked, each with who says it and how, out."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from overt.base.lines import find_paragraphs
from overt.base.spans import Span
from overt.record.reader import LedgerReader
from overt.serve.shown.text import clean
from overt.types.claim import Claim, Polarity
from overt.types.report import Report
from overt.words.codes import plain, say_chain, say_firmness, say_time, sort_claims

_MOST_AROUND = 600  # characters of a paragraph before the first and after the last word marked; what is longer is cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a paragraph, marked or around what is marked."""

    words: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """One claim: who says it, from the publisher to the origin, and how firmly."""

    claim_id: str
    quote: str
    chain: tuple[str, ...]
    firmness: str
    is_denied: bool
    is_inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A paragraph of a report, and the claims that stand in it."""

    pieces: tuple[Piece, ...]
    claims: tuple[Voiced, ...]
    report_id: str
    outlet: str
    published: str
    title: str

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The ids of the claims."""
        return tuple(one.claim_id for one in self.claims)

    @property
    def voices(self) -> tuple[Voiced, ...]:
        """The claims without those that only repeat who says it and how."""
        return tuple({(one.chain, one.firmness, one.is_inferred): one for one in reversed(self.claims)}.values())[::-1]


class ReportText:
    """A report whose paragraphs are looked up once."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """All paragraphs, in order."""
        return find_paragraphs(self.report.text)

    @property
    def outlet(self) -> str:
        """Who published it, or the name of its file."""
        return plain(self.report.outlet or PurePath(self.report.input).name)

    @property
    def title(self) -> str:
        """Its title."""
        return plain(self.report.title or "(no title)")

    @property
    def published(self) -> str:
        """When it was published, in words."""
        return say_time(self.report.published.interval.edtf) if self.report.published else "undated"

    def paragraph_of(self, at: int) -> Span:
        """Return the paragraph in which a character stands, or nothing but that place."""
        found = bisect_right(self.paragraphs, at, key=lambda one: one.start) - 1
        return self.paragraphs[found] if found >= 0 else Span(start=at, end=at + 1)

    def cut(self, spans: Sequence[Span]) -> tuple[Piece, ...]:
        """Return the paragraph of the first span in pieces, with all spans marked; they are in order."""
        text, whole = self.report.text, self.paragraph_of(spans[0].start)
        last = max(one.end for one in spans)
        start, end = max(whole.start, spans[0].start - _MOST_AROUND), min(max(whole.end, last), last + _MOST_AROUND)
        pieces, at = [], min(start, spans[0].start)
        if at > whole.start:
            pieces.append(Piece(words="… ", is_marked=False))
        for span in spans:
            if span.end <= at and pieces:
                continue  # within words that are marked already
            first = max(at, span.start)
            pieces.append(Piece(words=clean(text[at:first]), is_marked=False))
            pieces.append(Piece(words=clean(text[first : span.end]), is_marked=True))
            at = span.end
        pieces.append(Piece(words=clean(text[at:end]) + (" …" if end < whole.end else ""), is_marked=False))
        return tuple(piece for piece in pieces if piece.words)


class Texts:
    """The reports that one page needs, each read once."""

    def __init__(self, ledger: LedgerReader) -> None:
        self._ledger = ledger
        self._found: dict[str, ReportText] = {}

    def of(self, report_id: str) -> ReportText:
        """Return a report. Raises LedgerError if there is none of this id."""
        if report_id not in self._found:
            self._found[report_id] = ReportText(self._ledger.report(report_id))
        return self._found[report_id]

    def show(self, claims: Iterable[Claim]) -> tuple[Evidence, ...]:
        """Return the paragraphs in which claims stand, that with what commits most first."""
        by_paragraph: dict[tuple[str, int], list[Claim]] = {}
        for claim in sort_claims(tuple(claims)):
            paragraph = self.of(claim.report_id).paragraph_of(claim.span.start)
            by_paragraph.setdefault((claim.report_id, paragraph.start), []).append(claim)
        return tuple(self._show(report_id, found) for (report_id, _), found in by_paragraph.items())

    def _show(self, report_id: str, claims: Sequence[Claim]) -> Evidence:
        source = self.of(report_id)
        return Evidence(
            pieces=source.cut(sorted({claim.span for claim in claims})),
            claims=tuple(self._voice(claim, source) for claim in claims),
            report_id=report_id,
            outlet=source.outlet,
            published=source.published,
            title=source.title,
        )

    def _voice(self, claim: Claim, source: ReportText) -> Voiced:
        return Voiced(
            claim_id=claim.id,
            quote=clean(claim.quote),
            chain=tuple(say_chain(claim.voice.chain, source.outlet).split(" <- ")),
            firmness=say_firmness(claim.voice),
            is_denied=claim.voice.polarity is Polarity.DENIED,
            is_inferred=claim.inferred,
        )

"""Finds who speaks each direct quotation of a report: quotations and links -> their pairs."""

from collections.abc import Sequence

from overt.extract.parse import Parsed, text_of
from overt.extract.voices.hits import Hit
from overt.extract.voices.links import Link
from overt.extract.voices.quotes import Quotation, find_quotations, is_scare
from overt.extract.voices.scope import find_hits
from overt.types.passage import PassageKind
from overt.types.report import Report


def speaking_with(link: Link) -> list[Hit]:
    """Return the hits that speak together with a link, innermost first: "Y said, citing Z"; "X cited Y as saying"."""
    roots = {root.i for root in link.hit.roots}
    hits = find_hits(link.parsed.doc).hits
    beside = [
        hit
        for hit in hits
        if hit.cue.link
        and (
            hit is link.hit
            or roots & {root.i for root in hit.roots}
            or (hit.anchor.i == link.hit.anchor.i and hit.outer)
        )
        and hit.is_speech
    ]
    return sorted(beside or [link.hit], key=lambda hit: 3 if hit.outer else 1 if hit.cue.source == "object" else 2)


def attribute_quotations(
    report: Report, parsed: Sequence[Parsed], links: Sequence[Link]
) -> tuple[tuple[Quotation, Link | None], ...]:
    """Return each direct quotation with the link that speaks it; scare quotes of a paragraph are left out."""
    found: list[tuple[Quotation, Link | None]] = []
    speaking = [link for link in links if link.speakers and link.hit.is_speech]
    for quotation in find_quotations(report.text, parsed):
        if is_scare(report.text, quotation) and not _is_heading(parsed, quotation):
            continue
        link = _speaker_of(quotation, speaking) or _continued(report, parsed, quotation, found, speaking)
        found.append((quotation, link))
    return tuple(found)


def _is_heading(parsed: Sequence[Parsed], quotation: Quotation) -> bool:
    return any(p.passage.kind is PassageKind.HEADING and p.passage.span.contains(quotation.first) for p in parsed)


def _speaker_of(quotation: Quotation, links: Sequence[Link]) -> Link | None:
    """Return the link in the sentence where the quotation begins or ends, outside the marks."""
    best: tuple[int, int] | None = None
    chosen: Link | None = None
    for piece in (quotation.parts[0], quotation.parts[-1]):
        for link in links:
            where = link.parsed.span_of(link.hit.anchor)
            if quotation.contains(where.start) or not link.parsed.passage.span.overlaps(piece):
                continue
            sentence = link.parsed.span_of(link.hit.anchor.sent)
            touches = sentence.start <= piece.end + 2 and piece.start - 2 <= sentence.end
            if not touches:
                continue
            holds = any(quotation.contains(link.parsed.span_of(root).start) for root in link.hit.roots)
            distance = max(piece.start - where.end, where.start - piece.end)
            if not holds and distance > 80:
                continue
            key = (0 if holds else 1, distance)
            if best is None or key < best:
                best, chosen = key, link
    return chosen


def _continued(
    report: Report,
    parsed: Sequence[Parsed],
    quotation: Quotation,
    before: Sequence[tuple[Quotation, Link | None]],
    links: Sequence[Link],
) -> Link | None:
    """Return who goes on speaking: a sentence that is all quotation, right after one whose speaker is known."""
    text, start = report.text, quotation.first.start
    part = next((p for p in parsed if p.passage.span.contains(quotation.first)), None)
    if part is None:
        return None
    sentence = next((s for s in part.passage.sentences if s.start <= start < s.end), None)
    lead = text[sentence.start if sentence else part.passage.span.start : start].strip(' \n“„«"‘')
    if lead:
        return None
    earlier = [link for link in links if link.parsed.span_of(link.hit.anchor).start < start]
    same = [link for link in earlier if link.parsed is part]
    if same:
        last = [row for row in before if row[1] is not None and part.passage.span.contains(row[0].parts[-1])]
        return (
            last[-1][1] if last and last[-1][0].parts[-1].start > part.span_of(same[-1].hit.anchor).start else same[-1]
        )
    place = next((n for n, p in enumerate(parsed) if p is part), 0)
    if place == 0 or parsed[place - 1].passage.kind is PassageKind.HEADING:
        return None
    previous = parsed[place - 1]
    spoken = [link for link in earlier if link.parsed is previous]
    is_whole = not text[quotation.parts[-1].end + 1 : part.passage.span.end].strip(' \n”»"’.')
    ends_in_colon = text_of(previous.doc).rstrip().endswith(":")
    return spoken[-1] if spoken and (is_whole or ends_in_colon) else None

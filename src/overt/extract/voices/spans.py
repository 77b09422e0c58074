"""Gives the attributions of a report as spans: links and quotations -> source, cue and content where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan

from overt.base.spans import Span
from overt.extract.parse import Parsed
from overt.extract.voices.hits import Hit
from overt.extract.voices.links import Link
from overt.extract.voices.names import noun_phrase
from overt.extract.voices.quotes import Quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionSpan:
    """One "who says what" as it stands: content in one or more pieces; no source where nobody is named."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    is_quoted: bool = False  # stands itself inside quotation marks


def span_attributions(
    links: Iterable[Link], quotations: Sequence[tuple[Quotation, Link | None]]
) -> Iterator[AttributionSpan]:
    """Yield the attributions; one whose content is nowhere is left out."""
    quoted: dict[int, list[Span]] = {}
    for quotation, link in quotations:
        if link is not None:
            quoted.setdefault(id(link), []).extend(quotation.parts)
    for link in links:
        content = _content_spans(link, quoted.get(id(link), []))
        if not content:
            continue
        hit, part = link.hit, link.parsed
        cue = part.span_of(_cue_words(hit))
        is_quoted = any(quotation.contains(cue.start) for quotation, _ in quotations)
        yield AttributionSpan(source=_source_span(part, hit), cue=cue, content=content, is_quoted=is_quoted)


def _source_span(part: Parsed, hit: Hit) -> Span | None:
    """Return the source as it stands: "who" in a relative clause, else the noun with what describes it."""
    if hit.source is None:
        return None
    relative = next((c for c in hit.anchor.children if c.tag_ in ("WP", "WDT") and c.dep_.startswith("nsubj")), None)
    is_inside = hit.source.is_ancestor(hit.anchor) and relative is None  # the parse hung the verb on its own speaker
    return part.span_of(noun_phrase(relative or hit.source, with_clauses=relative is None and not is_inside))


def _cue_words(hit: Hit) -> TokenSpan:
    """Return the cue with its auxiliaries and adverbs: "has also said"."""
    first, last, doc = min(hit.words), max(hit.words), hit.anchor.doc
    while first > 0 and doc[first - 1].head.i == hit.anchor.i and doc[first - 1].dep_ in _HELPERS:
        first -= 1
    return doc[first : last + 1]


_HELPERS = frozenset({"aux", "auxpass", "neg", "advmod"})


def _content_spans(link: Link, quoted: Sequence[Span]) -> tuple[Span, ...]:
    """Return the pieces of what is said: the governed words without the cue and its source, and its quotations."""
    part, hit = link.parsed, link.hit
    doc = part.doc
    out = {t.i for t in hit.anchor.subtree} if any(r.is_ancestor(hit.anchor) for r in hit.roots) else set(hit.words)
    source = hit.source
    if source is not None and source.is_ancestor(hit.anchor) and any(r.is_ancestor(source) for r in hit.roots):
        out.update(t.i for t in source.subtree)
    inside: set[int] = set()
    for root in hit.roots:
        inside.update(t.i for t in root.subtree if t.i not in out)
    spans: list[Span] = []
    run: list[int] = []
    for i in [*sorted(inside), -1]:
        if run and i == run[-1] + 1:
            run.append(i)
            continue
        while run and (doc[run[0]].is_punct or doc[run[0]].is_space) and not doc[run[0]].is_quote:
            run.pop(0)
        while run and doc[run[-1]].is_space:
            run.pop()
        if run:
            spans.append(part.span_of(doc[run[0] : run[-1] + 1]))
        run = [i]
    for piece in quoted:
        touching = [s for s in spans if s.overlaps(piece)]
        joined = piece
        for span in touching:
            joined = joined.cover(span)
        spans = [s for s in spans if s not in touching] + [joined]
    return tuple(sorted(spans))

"""Gives the attributions of a report as spans: links and quotations -> source, cue and content where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from overt.base.spans import Span
from overt.extract.parse import Parsed
from overt.extract.voices.cues import read_lexicon
from overt.extract.voices.hits import Hit
from overt.extract.voices.links import Link
from overt.extract.voices.names import noun_phrase
from overt.extract.voices.quotes import Quotation
from overt.extract.voices.sources import is_passive


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
    found: dict[tuple[int, int, bool], AttributionSpan] = {}
    for link in links:
        content = _content_spans(link, quoted.get(id(link), []))
        if not content:
            continue
        hit, part = link.hit, link.parsed
        cue = part.span_of(_cue_words(hit))
        is_quoted = any(quotation.contains(cue.start) for quotation, _ in quotations)
        told = AttributionSpan(source=_source_span(part, hit), cue=cue, content=content, is_quoted=is_quoted)
        key = (part.passage.index, hit.anchor.i, hit.outer)
        found[key] = max(found.get(key, told), told, key=_size)  # two rows of the table may know one word
    yield from found.values()


def _size(told: AttributionSpan) -> tuple[bool, int]:
    return (told.source is not None, sum(span.end - span.start for span in told.content))


def _source_span(part: Parsed, hit: Hit) -> Span | None:
    """Return the source as it stands: "who" in a relative clause, else the noun with what describes it."""
    if hit.source is None:
        return None
    relative = next((c for c in hit.anchor.children if c.tag_ in ("WP", "WDT") and c.dep_.startswith("nsubj")), None)
    is_inside = hit.source.is_ancestor(hit.anchor) and relative is None  # the parse hung the verb on its own speaker
    return part.span_of(noun_phrase(relative or hit.source, with_clauses=relative is None and not is_inside))


def _cue_words(hit: Hit) -> TokenSpan:
    """Return the cue with its auxiliaries and adverbs, what it hangs on, and how and when it was said.

    "has also said", "went on to say", "said in a statement on Tuesday".
    """
    doc, over = hit.anchor.doc, hit.anchor
    first, last = _with_helpers(over, min(hit.words)), max(hit.words)
    while over.dep_ in ("xcomp", "advcl") and over.head.i < first and _is_joined(doc, over.head.i + 1, first):
        over = over.head
        first = _with_helpers(over, over.i)
    if hit.cue.pos == "verb":
        last = _with_occasion(hit, last)
    return doc[first : last + 1]


def _with_helpers(word: Token, first: int) -> int:
    doc = word.doc
    while first > 0 and doc[first - 1].head.i == word.i and doc[first - 1].dep_ in _HELPERS:
        first -= 1
    return first


_HELPERS = frozenset({"aux", "auxpass", "neg", "advmod"})


def _is_joined(doc: Doc, start: int, end: int) -> bool:
    """Say whether only adverbs and particles stand between a verb and the one it carries."""
    return all(token.dep_ in ("advmod", "prt", "neg", "acomp") for token in doc[start:end])


def _with_occasion(hit: Hit, last: int) -> int:
    """Return the last word of the occasion that follows a verb of saying: "in an interview on Tuesday"."""
    roots = {root.i for root in hit.roots}
    occasions = sorted((c for c in hit.anchor.rights if c.i not in roots and _is_occasion(c)), key=lambda c: c.i)
    for child in occasions:
        if child.left_edge.i == last + 1:
            last = child.right_edge.i
    return last


def _is_occasion(child: Token) -> bool:
    if child.right_edge.i - child.left_edge.i > _LONGEST_OCCASION:
        return False
    if child.dep_ == "npadvmod":
        return child.ent_type_ in ("DATE", "TIME")
    if child.dep_ == "advmod":
        return child.tag_ == "RB" and child.lower_.endswith("ly")
    noun = next((c for c in child.children if c.dep_ == "pobj"), None) if child.dep_ == "prep" else None
    is_date = noun is not None and noun.ent_type_ in ("DATE", "TIME")
    return is_date or (noun is not None and noun.lemma_.lower() in read_lexicon().occasions)


_LONGEST_OCCASION = 9


def _content_spans(link: Link, quoted: Sequence[Span]) -> tuple[Span, ...]:
    """Return the pieces of what is said: the governed words without the cue and its source, and its quotations."""
    part, hit = link.parsed, link.hit
    spans = list(_runs(part, sorted(_content_words(hit))))
    for piece in quoted:
        touching = [s for s in spans if s.overlaps(piece)]
        joined = piece
        for span in touching:
            joined = joined.cover(span)
        spans = [s for s in spans if s not in touching] + [joined]
    return tuple(sorted(spans))


def _content_words(hit: Hit) -> set[int]:
    doc, source = hit.anchor.doc, hit.source
    out = {t.i for t in hit.anchor.subtree} if any(r.is_ancestor(hit.anchor) for r in hit.roots) else set(hit.words)
    if source is not None and source.is_ancestor(hit.anchor) and any(r.is_ancestor(source) for r in hit.roots):
        out.update(t.i for t in source.subtree)
    inside: set[int] = set()
    for root in hit.roots:
        inside.update(t.i for t in root.subtree if t.i not in out)
        for other in _said_beside(root, hit):
            inside.difference_update(t.i for t in other.subtree)
    if (hit.roots and hit.cue.source == "none") or (source is None and is_passive(hit.anchor)):
        inside.update(t.i for c in hit.anchor.lefts if c.dep_ in ("nsubj", "nsubjpass") for t in c.subtree)
    inside.update(i for i in range(1, len(doc) - 1) if {i - 1, i + 1} <= inside and doc[i].pos_ in ("ADP", "SCONJ"))
    return inside


def _said_beside(root: Token, hit: Hit) -> Iterator[Token]:
    """Yield the verbs that the parse hung on what is said though they say something themselves.

    "said he would go and vowed that ...": the second verb has the first one's subject or its own.
    """
    for token in (*root.children, *(c for c in root.children if c.dep_ == "conj" for c in c.children)):
        is_clause = token.dep_ == "conj" and token.i > hit.anchor.i and token.pos_ == "VERB"
        is_added = token.dep_ == "advcl" and token.tag_ == "VBG" and token.i > hit.anchor.i
        rows = read_lexicon().by_lemma.get(token.lemma_, ())
        is_saying = any(cue.link and "clause" in cue.content for _, cue in rows)
        if (is_clause or is_added) and is_saying and any(c.dep_ == "ccomp" for c in token.children):
            yield token


def _runs(part: Parsed, inside: Sequence[int]) -> Iterator[Span]:
    """Yield the unbroken pieces, without marks, "but" and space at their edges."""
    doc, run = part.doc, list[int]()
    for i in [*inside, -1]:
        if run and i == run[-1] + 1:
            run.append(i)
            continue
        while run and (_is_edge(doc[run[0]]) or doc[run[0]].dep_ == "cc"):
            run.pop(0)
        while run and doc[run[-1]].is_space:
            run.pop()
        if run:
            yield part.span_of(doc[run[0] : run[-1] + 1])
        run = [i]


def _is_edge(token: Token) -> bool:
    return (token.is_punct or token.is_space) and not token.is_quote

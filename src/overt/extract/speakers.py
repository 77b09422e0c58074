"""Says who says what in a report: Report and its parse -> the voice of every word (codebook §7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.spans import Span
from overt.extract.firmness import weigh_cues
from overt.extract.parse import Parsed
from overt.extract.voice_cues import read_lexicon
from overt.extract.voice_names import is_outlet_name, noun_phrase, plain_name, read_speaker_words
from overt.extract.voice_people import Memory, full_names, note_subjects
from overt.extract.voice_quotes import Quotation, find_quotations, is_scare
from overt.extract.voice_scope import Hit, find_hits
from overt.types.claim import Commitment, Speaker, SpeakerKind, SpeechAct, Voice
from overt.types.passage import PassageKind
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionSpan:
    """One "who says what" as it stands: content in one or more pieces; no source where nobody is named."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    is_quoted: bool = False  # stands itself inside quotation marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cue that adds speakers to the chain, outermost first (the outlet told, then who told it)."""

    parsed: Parsed
    hit: Hit
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVoices:
    """Who says each part of one report. Built once a report by `read_voices`."""

    report: Report
    attributions: tuple[AttributionSpan, ...]
    cites: tuple[str, ...]
    links: dict[tuple[int, int, str, bool], Link] = field(repr=False)
    quotations: tuple[tuple[Quotation, Link | None], ...] = field(repr=False)

    def voice_at(self, parsed: Parsed, token: Token) -> Voice:
        """Return the voice of a word: the chain from the publisher to the origin, and how firmly it is said."""
        hits = list(find_hits(parsed.doc).governing(token))
        pairs = [(parsed, hit) for hit in hits]
        quotation = self._quotation_at(parsed.span_of(token).start)
        if quotation is not None:
            pairs = self._with_quotation(parsed, pairs, quotation)
        firmness = weigh_cues(token, [hit for _, hit in pairs])
        chain = self._chain(pairs)
        is_unsourced_quote = (
            quotation is not None
            and quotation[1] is None
            and parsed.passage.kind is PassageKind.HEADING
            and len(chain) == 1
        )
        if is_unsourced_quote:
            chain = (*chain, Speaker(name=None, description=None, kind=SpeakerKind.UNKNOWN, named=False, cue="quoted"))
            firmness = replace(firmness, cues=(*firmness.cues, read_lexicon().quoted.id))
        is_passed_on = len(chain) > 1 and firmness.commitment is Commitment.ENDORSES
        is_said = len(chain) > 1 and firmness.speech_act is SpeechAct.REPORT_AS_FACT
        return Voice(
            chain=chain,
            speech_act=SpeechAct.ASSERT if is_said else firmness.speech_act,
            polarity=firmness.polarity,
            certainty=firmness.certainty,
            commitment=Commitment.REPORTS if is_passed_on else firmness.commitment,
            band=firmness.band,
            cues=firmness.cues,
            basis=firmness.basis if firmness.basis != "not_stated" else _basis(chain),
        )

    def _quotation_at(self, offset: int) -> tuple[Quotation, Link | None] | None:
        return next((row for row in self.quotations if row[0].contains(offset)), None)

    def _with_quotation(
        self, parsed: Parsed, pairs: list[tuple[Parsed, Hit]], quotation: tuple[Quotation, Link | None]
    ) -> list[tuple[Parsed, Hit]]:
        """Put the speaker of a quotation over the cues inside it."""
        quote, link = quotation
        if link is None or any(hit is link.hit for _, hit in pairs):
            return pairs
        inner = [(part, hit) for part, hit in pairs if quote.contains(part.span_of(hit.anchor).start)]
        beside = _beside(link)
        above = [hit for hit in find_hits(link.parsed.doc).governing(link.hit.anchor) if hit not in beside]
        return [*inner, *((link.parsed, hit) for hit in (*beside, *above))]

    def _chain(self, pairs: Sequence[tuple[Parsed, Hit]]) -> tuple[Speaker, ...]:
        chain: list[Speaker] = [publisher_of(self.report)]
        for parsed, hit in reversed(pairs):
            link = self.links.get((parsed.passage.index, hit.anchor.i, hit.cue.id, hit.outer))
            if link is None:
                continue
            for speaker in link.speakers:
                if speaker.description is not None and speaker.description.lower() in _FIRST_PERSON:
                    continue
                is_same = any(_who(speaker) == _who(known) != (None, None) for known in chain)
                if not is_same and not is_own(self.report, speaker):
                    chain.append(speaker)
        return tuple(chain)


def _who(speaker: Speaker) -> tuple[str | None, str | None]:
    return (speaker.name, None if speaker.name is not None else speaker.description)


_FIRST_PERSON = frozenset({"i", "we", "you", "us", "me"})


def _basis(chain: Sequence[Speaker]) -> str:
    """Return how the origin knows it, by what it is, where no cue said so."""
    return "not_stated" if len(chain) < 2 else read_speaker_words().bases.get(chain[-1].kind, "not_stated")


def publisher_of(report: Report) -> Speaker:
    """Return the first link of every chain."""
    name = report.outlet
    return Speaker(
        name=name, description=None, kind=SpeakerKind.OUTLET, named=name is not None and is_outlet_name(name)
    )


def is_own(report: Report, speaker: Speaker) -> bool:
    """Say whether a speaker is the publisher itself ("told this newspaper")."""
    if speaker.name is not None and report.outlet is not None:
        return plain_name(speaker.name) == plain_name(report.outlet)
    return (speaker.description or "").lower() in read_speaker_words().own


def read_voices(report: Report, parsed: Sequence[Parsed]) -> ReportVoices:
    """Return the voices of a report; `parsed` are all its passages, in order."""
    memory = Memory(full_names=full_names(parsed))
    links: dict[tuple[int, int, str, bool], Link] = {}
    for part in parsed:
        for link in _links_of(part, memory):
            links.setdefault((part.passage.index, link.hit.anchor.i, link.hit.cue.id, link.hit.outer), link)
    quotations = _attribute_quotations(report, parsed, tuple(links.values()))
    return ReportVoices(
        report=report,
        attributions=tuple(_attributions(links.values(), quotations)),
        cites=_cited_outlets(report, links.values()),
        links=links,
        quotations=quotations,
    )


def _links_of(part: Parsed, memory: Memory) -> Iterator[Link]:
    hits = sorted(
        (hit for hit in find_hits(part.doc).hits if hit.cue.link), key=lambda hit: (hit.anchor.i, not hit.outer)
    )
    at = 0
    for sentence in part.doc.sents:
        memory.sentence += 1
        note_subjects(memory, part, [t for t in sentence])
        while at < len(hits) and hits[at].anchor.i < sentence.end:
            link = _link(part, hits[at], memory)
            at += 1
            if link is not None:
                yield link


def _link(part: Parsed, hit: Hit, memory: Memory) -> Link | None:
    words = " ".join(part.doc[i].text for i in hit.words)
    if hit.source is None:
        if hit.cue.link != "hearsay" or hit.negated:
            return Link(parsed=part, hit=hit, speakers=()) if hit.roots else None
        unknown = Speaker(
            name=None, description=None, kind=SpeakerKind.UNKNOWN, named=False, cue=words, span=part.span_of(hit.anchor)
        )
        return Link(parsed=part, hit=hit, speakers=(unknown,))
    speaker = memory.resolve(part, hit.source, words)
    if hit.cue.needs_speaker and not _can_speak(hit.source, speaker):
        return None
    memory.note(speaker, hit.source)
    if hit.cue.speaker_kind is not None and speaker.kind is SpeakerKind.UNKNOWN:
        speaker = replace(speaker, kind=hit.cue.speaker_kind)
    medium = _medium(part, hit, memory)
    return Link(parsed=part, hit=hit, speakers=(speaker,) if medium is None else (medium, speaker))


def _can_speak(head: Token, speaker: Speaker) -> bool:
    return (
        speaker.kind is not SpeakerKind.UNKNOWN
        or speaker.named
        or head.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
        or head.tag_ == "PRP"
    )


def _medium(part: Parsed, hit: Hit, memory: Memory) -> Speaker | None:
    """Return the outlet that was told, if one is named: "told X", "said in an interview with X"."""
    if hit.cue.pos != "verb" or hit.cue.relay:
        return None
    heads = [c for c in hit.anchor.children if c.dep_ in ("dobj", "dative")]
    spoken = [c for c in hit.anchor.children if c.dep_ == "advcl" and c.lemma_ in ("speak", "talk", "write")]
    for verb in (
        hit.anchor,
        *spoken,
        *(c for c in (hit.source.children if hit.source else ()) if c.dep_ in ("acl", "amod")),
    ):
        heads.extend(_told_by(verb, is_source=verb.dep_ == "acl"))
    for head in heads:
        speaker = memory.resolve(part, head, hit.anchor.text)
        if speaker.kind is SpeakerKind.OUTLET:
            memory.note(speaker, head)
            return speaker
    return None


def _told_by(verb: Token, *, is_source: bool) -> Iterator[Token]:
    """Yield the nouns that may be the outlet: "to X", "in an interview with X", "documents seen by X"."""
    for prep in verb.children:
        if prep.dep_ not in ("prep", "dative", "agent"):
            continue
        for noun in (c for c in prep.children if c.dep_ == "pobj"):
            if prep.lower_ in ("to", "on", "with") or (is_source and prep.lower_ == "by"):
                yield noun
            if noun.lemma_ in read_lexicon().media_nouns:
                yield from (
                    o for p in noun.children if p.lower_ in ("with", "to") for o in p.children if o.dep_ == "pobj"
                )


def _beside(link: Link) -> list[Hit]:
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


def _attribute_quotations(
    report: Report, parsed: Sequence[Parsed], links: Sequence[Link]
) -> tuple[tuple[Quotation, Link | None], ...]:
    found: list[tuple[Quotation, Link | None]] = []
    speaking = [link for link in links if link.speakers and link.hit.is_speech]
    for quotation in find_quotations(report.text, parsed):
        if is_scare(report.text, quotation) and not _is_heading(parsed, quotation):
            continue
        link = _speaker_of(report, parsed, quotation, speaking) or _continued(
            report, parsed, quotation, found, speaking
        )
        found.append((quotation, link))
    return tuple(found)


def _is_heading(parsed: Sequence[Parsed], quotation: Quotation) -> bool:
    return any(p.passage.kind is PassageKind.HEADING and p.passage.span.contains(quotation.first) for p in parsed)


def _speaker_of(report: Report, parsed: Sequence[Parsed], quotation: Quotation, links: Sequence[Link]) -> Link | None:
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
    ends_in_colon = previous.doc.text.rstrip().endswith(":")
    return spoken[-1] if spoken and (is_whole or ends_in_colon) else None


def _attributions(
    links: Iterable[Link], quotations: Sequence[tuple[Quotation, Link | None]]
) -> Iterator[AttributionSpan]:
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
    """Return the words of the source as they stand: "who" in a relative clause, else the noun with what describes it."""
    if hit.source is None:
        return None
    relative = next((c for c in hit.anchor.children if c.tag_ in ("WP", "WDT") and c.dep_.startswith("nsubj")), None)
    return part.span_of(noun_phrase(relative or hit.source, with_clauses=True))


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


def _cited_outlets(report: Report, links: Iterable[Link]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for link in links:
        for speaker in link.speakers:
            if speaker.kind is SpeakerKind.OUTLET and speaker.name is not None and not is_own(report, speaker):
                names.setdefault(speaker.name)
    return tuple(names)

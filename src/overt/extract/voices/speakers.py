"""Says who says what in a report: Report and its parse -> the voice of every word (codebook §7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from overt.extract.parse import Parsed
from overt.extract.voices.cited import bare_name, find_cited, is_own_name
from overt.extract.voices.cues import read_lexicon
from overt.extract.voices.firmness import weigh_cues
from overt.extract.voices.hits import Hit
from overt.extract.voices.links import Link, find_links
from overt.extract.voices.names import is_outlet_name, plain_name, read_speaker_words
from overt.extract.voices.people import Memory, full_names
from overt.extract.voices.quoted import attribute_quotations, speaking_with
from overt.extract.voices.quotes import Quotation
from overt.extract.voices.scope import find_hits
from overt.extract.voices.spans import AttributionSpan, span_attributions
from overt.types.claim import Commitment, Speaker, SpeakerKind, SpeechAct, Voice
from overt.types.passage import PassageKind
from overt.types.report import Report


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
            pairs = self._with_quotation(pairs, quotation)
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
        self, pairs: list[tuple[Parsed, Hit]], quotation: tuple[Quotation, Link | None]
    ) -> list[tuple[Parsed, Hit]]:
        """Put the speaker of a quotation over the cues inside it."""
        quote, link = quotation
        if link is None or any(hit is link.hit for _, hit in pairs):
            return pairs
        inner = [(part, hit) for part, hit in pairs if quote.contains(part.span_of(hit.anchor).start)]
        beside = speaking_with(link)
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
    if speaker.name is not None:
        return is_own_name(report.outlet, speaker.name)
    return (speaker.description or "").lower() in read_speaker_words().own


def read_voices(report: Report, parsed: Sequence[Parsed]) -> ReportVoices:
    """Return the voices of a report; `parsed` are all its passages, in order."""
    memory = Memory(full_names=full_names(parsed))
    links: dict[tuple[int, int, str, bool], Link] = {}
    for part in parsed:
        for link in find_links(part, memory):
            links.setdefault((part.passage.index, link.hit.anchor.i, link.hit.cue.id, link.hit.outer), link)
    quotations = attribute_quotations(report, parsed, tuple(links.values()))
    return ReportVoices(
        report=report,
        attributions=tuple(span_attributions(links.values(), quotations)),
        cites=_cited_outlets(report, parsed, links.values()),
        links=links,
        quotations=quotations,
    )


def _cited_outlets(report: Report, parsed: Sequence[Parsed], links: Iterable[Link]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for link in links:
        for speaker in link.speakers:
            if link.hit.cue.attitude:
                continue
            if speaker.kind is SpeakerKind.OUTLET and speaker.name is not None and not is_own(report, speaker):
                names.setdefault(plain_name(bare_name(speaker.name)), bare_name(speaker.name))
    for name in find_cited(report, [part.passage for part in parsed]):
        names.setdefault(plain_name(name), name)
    return tuple(names.values())

"""Finds the speakers of a passage: its parse and what the report said before -> links of a speaker chain."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from overt.extract.parse import Parsed
from overt.extract.voices.cues import read_lexicon
from overt.extract.voices.hits import Hit
from overt.extract.voices.people import Memory, note_subjects
from overt.extract.voices.scope import find_hits
from overt.types.claim import Speaker, SpeakerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cue that adds speakers to the chain, outermost first (the outlet told, then who told it)."""

    parsed: Parsed
    hit: Hit
    speakers: tuple[Speaker, ...]


def find_links(part: Parsed, memory: Memory) -> Iterator[Link]:
    """Yield the links of one passage in order; `memory` learns whom it names."""
    hits = sorted(
        (hit for hit in find_hits(part.doc).hits if hit.cue.link), key=lambda hit: (hit.anchor.i, not hit.outer)
    )
    at = 0
    for sentence in part.doc.sents:
        memory.sentence += 1
        note_subjects(memory, part, list(sentence))
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
    if _is_nobody(hit.source):
        return Link(parsed=part, hit=hit, speakers=()) if hit.roots else None
    speaker = memory.resolve(part, hit.source, words)
    if hit.cue.needs_speaker and not _can_speak(hit.source, speaker):
        return None
    if not hit.cue.attitude:
        memory.note(speaker, hit.source)
    if hit.cue.speaker_kind is not None and speaker.kind is SpeakerKind.UNKNOWN:
        speaker = replace(speaker, kind=hit.cue.speaker_kind)
    medium = _medium(part, hit, memory)
    return Link(parsed=part, hit=hit, speakers=(speaker,) if medium is None else (medium, speaker))


def _is_nobody(head: Token) -> bool:
    """Say whether the words say that nobody speaks: "no group has claimed"."""
    nobody = read_lexicon().nobody
    return head.lower_ in nobody or any(c.dep_ == "det" and c.lower_ == "no" for c in head.children)


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

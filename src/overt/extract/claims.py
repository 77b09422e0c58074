"""Reads one report: Report and Passages -> Reading (accounts of incidents, statistics, entities.

Cited outlets). Pure.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from overt.extract.accounts.building import build_account, granularity_of, tell_of_many
from overt.extract.accounts.casting import cast_roles
from overt.extract.accounts.denials import mark_denied
from overt.extract.accounts.preparations import fold_preparations
from overt.extract.accounts.protection import find_protected, protect
from overt.extract.accounts.reversals import mark_reversed
from overt.extract.accounts.sponsoring import assign_sponsors
from overt.extract.accounts.steps import Told, link_steps, with_matter
from overt.extract.acts.events import EventReader
from overt.extract.acts.fillers import FillerReader
from overt.extract.acts.frames import Frame
from overt.extract.acts.grouping import group_frames
from overt.extract.acts.nouns import noun_lists
from overt.extract.acts.scenes import complete_places, read_scenery
from overt.extract.codebook.operators import load_operators
from overt.extract.codebook.scope import is_domain_act, is_in_scope
from overt.extract.codebook.types import Codebook, load_codebook
from overt.extract.entities.mentions import EntityMap, find_entities
from overt.extract.figures.statistics import find_statistics
from overt.extract.parse import Parsed, parse_passages
from overt.extract.rows import read_row
from overt.extract.shallow import read_shallow
from overt.extract.shallow.language import load_language
from overt.extract.voices.speakers import ReportVoices, read_voices
from overt.types.account import Account, Granularity, Reading, Role, Stage, Statistic
from overt.types.claim import Polarity, SpeakerKind, SpeechAct
from overt.types.passage import Passage
from overt.types.report import Report


def extract_claims(report: Report, passages: Sequence[Passage], codebook: Codebook | None = None) -> Reading:
    """Return what the report says: every value with its quote, who says it and how firmly. Boilerplate tells nothing.

    `codebook`: what to look for, by default overt's own, which alone has words of languages that are not parsed.
    """
    if report.row is not None:
        return read_row(report, report.row)
    if report.language not in _PARSED:
        return read_shallow(report, passages if codebook is None or codebook is load_codebook() else ())
    return read_parsed(report, parse_passages(report, passages), codebook or load_codebook())


def read_parsed(report: Report, parsed: Sequence[Parsed], codebook: Codebook) -> Reading:
    """Return what a report says whose passages are parsed already."""
    entities = find_entities(report, parsed)
    voices = read_voices(report, parsed)
    statistics = find_statistics(report, parsed, voices.voice_at)
    reader = _make_reader(report, entities, voices, codebook)
    accounts, sweeping = _read_accounts(reader, parsed, statistics)
    return Reading(
        report=report,
        accounts=accounts,
        statistics=tuple(sorted((*statistics, *sweeping), key=lambda statistic: statistic.span)),
        entities=entities.entities,
        cites=voices.cites,
    )


def is_read(language: str) -> bool:
    """Say whether reports in a language (ISO 639-1, or "und") are read at all."""
    return language in _PARSED or load_language(language) is not None


_PARSED = frozenset({"en", "und"})  # other languages are read by their words


def _make_reader(report: Report, entities: EntityMap, voices: ReportVoices, codebook: Codebook) -> EventReader:
    person_nouns, thing_nouns = noun_lists()
    return EventReader(
        report=report,
        codebook=codebook,
        operators=load_operators(),
        fillers=FillerReader(
            entities=entities,
            person_nouns=person_nouns | codebook.ties.people,
            thing_nouns=thing_nouns | codebook.ties.things,
            officials=_officials(entities, voices),
        ),
        voices=voices,
    )


def _read_accounts(
    reader: EventReader, parsed: Sequence[Parsed], statistics: Sequence[Statistic]
) -> tuple[tuple[Account, ...], tuple[Statistic, ...]]:
    report, codebook, voices, entities = reader.report, reader.codebook, reader.voices, reader.fillers.entities
    frames, order = reader.read(parsed)
    counted = [
        statistic.span
        for statistic in statistics
        if statistic.unit not in _PEOPLE_UNITS or (statistic.lo or 0) > _A_FEW
    ]
    kept = [
        (frame, number)
        for frame, number in zip(frames, order, strict=True)
        if _is_told(frame) and not any(span.contains(frame.span) for span in counted)
    ]
    groups = group_frames([frame for frame, _ in kept], [number for _, number in kept], codebook.ties)
    sponsors = assign_sponsors(parsed, groups, entities, voices)
    told = [Told(frames=group, sponsors=hits) for group, hits in zip(groups, sponsors, strict=True)]
    many = [item for item in told if granularity_of(item.frames) is Granularity.AGGREGATE and _is_incident(item)]
    told = [item for item in told if item not in many]
    scenery = read_scenery(reader, parsed)
    told = [replace(item, frames=complete_places(item.frames, scenery)) for item in told if _is_incident(item)]
    told = fold_preparations(told, codebook.ties)
    steps = link_steps(told)
    told = cast_roles(with_matter(told, steps), steps)
    flags = () if not codebook.ties.is_scoped or _is_in_scope(report, parsed, told) else ("out_of_scope",)
    protected = find_protected(parsed, entities)
    accounts = [protect(build_account(report, item, codebook, flags), protected) for item in told]
    accounts = mark_reversed(report, parsed, told, accounts, voices)
    accounts = mark_denied(report, parsed, told, accounts, entities, voices)
    linked = tuple(
        replace(account, stage_of=tuple(accounts[act].id for act in acts))
        for account, acts in zip(accounts, steps, strict=True)
    )
    return linked, tuple(tell_of_many(report, item.frames) for item in many)


def _is_in_scope(report: Report, parsed: Sequence[Parsed], told: Sequence[Told]) -> bool:
    """Say whether the report is on our subject: by its words, or because it names a state or service behind an act."""
    text = _own_text(report, parsed)
    acts = {frame.type for item in told for frame in item.frames if not frame.is_weak}
    return any(item.sponsors for item in told) or is_in_scope(text) or is_domain_act(acts, text)


_ACCUSED_SPEAKERS = frozenset(
    {SpeakerKind.PERPETRATOR, SpeakerKind.PARTY_ACCUSED, SpeakerKind.VICTIM_OR_FAMILY, SpeakerKind.WITNESS}
)
_OWN_PART = frozenset({SpeechAct.ADMIT, SpeechAct.DENY, SpeechAct.CLAIM_RESPONSIBILITY})


def _officials(entities: EntityMap, voices: ReportVoices) -> frozenset[str]:
    """Return who speaks of others in the report; those who admit or deny their own part are left out."""
    speakers = [
        speaker
        for link in voices.links.values()
        if link.hit.cue.speech_act not in _OWN_PART and not link.hit.cue.attitude
        for speaker in link.speakers
    ]
    spans = [speaker.span for speaker in speakers if speaker.kind not in _ACCUSED_SPEAKERS and speaker.span is not None]
    found = [entity for span in spans if (entity := entities.entity_at(span)) is not None]
    return frozenset(entity.key for entity in found)


_PEOPLE_UNITS = frozenset({"person"})
_A_FEW = 12


def _own_text(report: Report, parsed: Sequence[Parsed]) -> str:
    return "\n".join(item.passage.span.quote(report.text) for item in parsed)


def _is_told(frame: Frame) -> bool:
    """Leave out what is only asked, supposed or feared, and what befell nobody ("no one was hurt").

    It tells of no act.
    """
    if frame.stage is Stage.UNKNOWN:
        return False
    if frame.token.pos_ == "NOUN" and frame.family == "response" and _is_wished(frame.token):
        return False
    return not any(word.lower_ in _NOBODY or _is_no_one(word) for word in frame.token.children)


def _is_no_one(word: Token) -> bool:
    """Say whether a verb's subject or object is none: "no one was hurt", "have named no suspect"."""
    is_one = word.lower_ == "one" and word.dep_ == "nsubj"
    is_object = word.dep_ in {"dobj", "nsubjpass"}
    return (is_one or is_object) and any(child.lower_ == "no" and child.dep_ == "det" for child in word.children)


def _is_wished(noun: Token) -> bool:
    """Say whether an arrest is only called or paid for: "a bounty for the arrest of five activists"."""
    if noun.head.lower_ != "for" or noun.head.dep_ != "prep":
        return False
    over = [word for _, word in zip(range(4), noun.head.ancestors, strict=False)]
    return any(word.lemma_.lower() in _WISHES for word in (*over, *(c for one in over for c in one.children)))


_WISHES = frozenset("bounty reward call demand appeal plea".split())


_NOBODY = frozenset({"nobody", "none", "no-one", "noone"})


def _is_incident(told: Told) -> bool:
    """Say whether a group tells of an act: somebody affirms it, or a denial names what is denied.

    Weak words need a doer.
    """
    if all(frame.is_weak for frame in told.frames) and not _has_doer(told):
        return False
    strong = [frame for frame in told.frames if not frame.is_weak] or list(told.frames)
    if any(frame.voice.polarity is Polarity.AFFIRMED and frame.stage is not Stage.UNKNOWN for frame in strong):
        return True
    is_open = any(frame.voice.polarity is Polarity.NEITHER for frame in strong)
    if is_open and any(frame.voice.polarity is Polarity.AFFIRMED for frame in told.frames):
        return True  # an explosion of which sabotage is "not ruled out"
    return any(
        frame.voice.polarity is Polarity.DENIED and any(f.entity is not None and f.entity.name for f in frame.fillers)
        for frame in strong
    )


def _has_doer(told: Told) -> bool:
    """A fire is an act once somebody is said to have set it, to stand behind it, or to be held for it."""
    if any(
        frame.type == "response.arrest" and any(f.role is Role.PERPETRATOR for f in frame.fillers)
        for frame in told.frames
    ):
        return True  # "two men are in custody" tells of an arrest, "custody" alone does not
    frames = [frame for frame in told.frames if frame.family != "response"]
    doers = any(filler.role in _DOERS for frame in frames for filler in frame.fillers)
    return bool(frames) and (doers or bool(told.sponsors) or any(frame.embedded_in is not None for frame in frames))


_DOERS = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER})

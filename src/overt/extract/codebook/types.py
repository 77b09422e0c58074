"""Reads a codebook: the YAML files of its folder in, event types with their triggers out; overt's own has 45."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from overt.base.errors import KnowledgeError
from overt.base.knowledge import read_knowledge, read_yaml
from overt.extract.codebook.rows import Row, check_keys, pick, read_row, suggest
from overt.extract.codebook.ties import Ties, check_ties, read_ties
from overt.types.account import Role, Stage


class TriggerPos(StrEnum):
    """What part of speech a trigger is."""

    VERB = "verb"
    NOUN = "noun"
    ADJECTIVE = "adjective"


class ArgumentKind(StrEnum):
    """What an argument of a trigger may be: a kind of entity, a place or a thing; unknown: nothing is known of it."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SERVICE = "service"
    STATE = "state"
    GROUP = "group"
    PLACE = "place"
    THING = "thing"
    UNKNOWN = "unknown"


class Slot(StrEnum):
    """What a prepositional complement is where it is nobody in a role."""

    PLACE = "PLACE"
    TIME = "TIME"
    MEANS = "MEANS"
    OBJECTMATTER = "OBJECTMATTER"  # what a charge, a trial, a warning is about: another event


class Means(StrEnum):
    """By what an act is done (codebook §4)."""

    FIREARM = "firearm"
    BLADE_BLUNT = "blade_blunt"
    EXPLOSIVE = "explosive"
    INCENDIARY = "incendiary"
    VEHICLE = "vehicle"
    TOXIC_CHEMICAL = "toxic_chemical"
    BIOLOGICAL = "biological"
    RADIOLOGICAL = "radiological"
    DRONE = "drone"
    VESSEL_ANCHOR = "vessel_anchor"
    ELECTRONIC = "electronic"
    MALWARE = "malware"
    FORGED_DOCUMENT = "forged_document"
    COVER_IDENTITY = "cover_identity"
    MONEY = "money"
    DECEPTION = "deception"
    OFFICIAL_PROCESS = "official_process"
    ONLINE_PLATFORM = "online_platform"
    NONE_STATED = "none_stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A trigger as lemmas: the word that carries the parse, and words that stand among its dependents or theirs."""

    text: str
    head: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that tell of an event of one type, who its arguments are, and when the words mean something else."""

    id: str  # "violence.killing/verb/0"
    type: str
    pos: TriggerPos
    phrases: tuple[Phrase, ...]
    subj: Role | None  # of a verb; the agent of a passive takes it too
    obj: Role | Slot | None
    iobj: Role | None
    of: Role | Slot | None  # of a noun: "the murder of X", "X's murder", "the X murder"; "by" stands in `preps`
    by: Role | Slot | None
    poss: Role | Slot | None
    compound: Role | Slot | None
    preps: Mapping[str, Role | Slot]
    subj_is: frozenset[ArgumentKind]  # empty: anything
    obj_is: frozenset[ArgumentKind]
    needs: tuple[str, ...]  # one of them in the sentence; a text of several words stands for these lemmas in a row
    needs_clause: tuple[str, ...]  # one of them in the clause
    forbids: frozenset[str]  # `not`: a direct dependent or compound that makes it another sense
    weak: bool  # says little alone
    stage: Stage | None
    flags: tuple[str, ...]
    alternatives: tuple[str, ...]
    means: tuple[Means, ...]
    domain: bool  # shows by itself that the text is on our subject


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type of event."""

    code: str  # "violence.killing"
    family: str
    number: int
    definition: str
    roles: tuple[Role, ...]
    graver: int  # tie rule of codebook §4: the higher wins
    crosswalk: Mapping[str, str]
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All types by code, and how they hang together; triggers by the lemma of their head, multiword phrases first."""

    ties: Ties
    types: Mapping[str, EventType]
    verbs: Mapping[str, tuple[tuple[Phrase, Trigger], ...]]
    nouns: Mapping[str, tuple[tuple[Phrase, Trigger], ...]]
    adjectives: Mapping[str, tuple[tuple[Phrase, Trigger], ...]]


def has_any(words: Collection[str], lemmas: str) -> bool:
    """Say whether one of the words or phrases stands in a text of lemmas joined by single spaces.

    >>> has_any(("nerve agent", "novichok"), "trace of a nerve agent")
    True
    """
    padded = f" {lemmas} "
    return any(f" {word.replace('-', ' - ')} " in padded for word in words)  # the tagger cuts at hyphens


@cache
def load_codebook(folder: Path | None = None) -> Codebook:
    """Return the codebook of a folder, by default the one that ships with overt.

    Raises KnowledgeError with the file, the type and the entry.
    """

    def read(name: str) -> object:
        return read_knowledge(f"codebook/{name}.yaml") if folder is None else read_yaml(folder / f"{name}.yaml", name)

    families = read_ties(read(WHOLE)).families
    return read_codebook({name: read(name) for name in (WHOLE, *families)})


WHOLE = "codebook"  # the file that names the families


def read_codebook(files: Mapping[str, object]) -> Codebook:
    """Return the codebook from the content of its files by name: one for each family, and the one of the whole."""
    ties = read_ties(files[WHOLE])
    types: dict[str, EventType] = {}
    for family in ties.families:
        row = read_row(files[family], f"{family}.yaml")
        check_keys(row, ("family", "types"))
        if row.text("family") != family:
            raise KnowledgeError(f"family is {row.text('family')!r}", where=row.where, todo=f"Write {family}.")
        for code in row.row("types").values:
            types[code] = _read_type(code, family, row.row("types").row(code), ties.crosswalks)
    _check_whole(types)
    check_ties(ties, types)
    triggers = [trigger for event_type in types.values() for trigger in event_type.triggers]
    verbs, nouns, adjectives = (_index(t for t in triggers if t.pos is pos) for pos in TriggerPos)
    return Codebook(ties=ties, types=types, verbs=verbs, nouns=nouns, adjectives=adjectives)


_TYPE_KEYS = ("number", "definition", "roles", "crosswalk", "graver", "verbs", "nouns", "adjectives")
_SHARED_KEYS = (
    "any",
    "preps",
    "needs",
    "needs_clause",
    "not",
    "weak",
    "stage",
    "flags",
    "alternatives",
    "means",
    "domain",
)
_KEYS = {
    TriggerPos.VERB: (*_SHARED_KEYS, "subj", "obj", "iobj", "subj_is", "obj_is"),
    TriggerPos.NOUN: (*_SHARED_KEYS, "of", "by", "poss", "compound"),
    TriggerPos.ADJECTIVE: (*_SHARED_KEYS, "subj", "subj_is"),
}
# The head of a noun phrase stands before its first preposition: "disclosure of secrets", "attempt on life".
_LINKS = frozenset(["of", "on", "by", "from", "in", "to", "for", "into", "against", "at", "with", "as", "under"])


def _read_type(code: str, family: str, row: Row, schemes: tuple[str, ...]) -> EventType:
    check_keys(row, _TYPE_KEYS)
    if not code.startswith(f"{family}."):
        raise KnowledgeError(f"{code!r} is not of the family {family!r}", where=row.where, todo="Move it to its file.")
    crosswalk = row.row("crosswalk")
    check_keys(crosswalk, schemes)
    sections = ((pos, row.rows(f"{pos.value}s")) for pos in TriggerPos)
    return EventType(
        code=code,
        family=family,
        number=row.number("number"),
        definition=row.text("definition"),
        roles=row.choices("roles", Role),
        graver=row.number("graver"),
        crosswalk={key: crosswalk.text(key) for key in schemes},
        triggers=tuple(
            _read_trigger(f"{code}/{pos.value}/{index}", code, pos, entry)
            for pos, entries in sections
            for index, entry in enumerate(entries)
        ),
    )


def _read_trigger(key: str, code: str, pos: TriggerPos, row: Row) -> Trigger:
    check_keys(row, _KEYS[pos])
    if not row.words("any"):
        raise KnowledgeError("an entry without words", where=row.where, todo="List its lemmas under 'any'.")
    subj = row.choice("subj", Role)
    preps = {prep: _read_slot(value, row.where) for prep, value in row.row("preps").values.items()}
    by = _read_slot(row.values.get("by"), row.where) or subj
    return Trigger(
        id=key,
        type=code,
        pos=pos,
        phrases=tuple(dict.fromkeys(read_phrase(text, pos) for text in row.words("any"))),
        subj=subj,
        obj=_read_slot(row.values.get("obj"), row.where),
        iobj=row.choice("iobj", Role),
        of=_read_slot(row.values.get("of"), row.where),
        by=by,
        poss=_read_slot(row.values.get("poss"), row.where),
        compound=_read_slot(row.values.get("compound"), row.where),
        preps={prep: slot for prep, slot in ({"by": by} | preps).items() if slot is not None},
        subj_is=frozenset(row.choices("subj_is", ArgumentKind)),
        obj_is=frozenset(row.choices("obj_is", ArgumentKind)),
        needs=row.words("needs"),
        needs_clause=row.words("needs_clause"),
        forbids=frozenset(row.words("not")),
        weak=row.flag("weak"),
        stage=row.choice("stage", Stage),
        flags=row.words("flags"),
        alternatives=row.words("alternatives"),
        means=row.choices("means", Means),
        domain=row.flag("domain"),
    )


def _read_slot(value: object, where: str) -> Role | Slot | None:
    if value is None:
        return None
    if value in {filler.value for filler in Slot}:
        return Slot(value)
    return pick(value, Role, where)


def read_phrase(text: str, pos: TriggerPos) -> Phrase:
    """Return a phrase with its head: of a verb the first word, of a noun the last before a preposition."""
    if pos is TriggerPos.VERB:
        words = text.split()
        return Phrase(text=text, head=words[0], others=tuple(words[1:]))
    words = text.replace("-", " ").split()  # the tagger cuts at hyphens: "car-bombing" is "car", "-", "bombing"
    link = next((index for index, word in enumerate(words) if index and word in _LINKS), len(words))
    return Phrase(text=" ".join(words), head=words[link - 1], others=tuple(words[: link - 1] + words[link:]))


def _check_whole(types: Mapping[str, EventType]) -> None:
    for name, values in (
        ("number", [event_type.number for event_type in types.values()]),
        ("graver", [event_type.graver for event_type in types.values()]),
    ):
        doubled = sorted({value for value in values if values.count(value) > 1})
        if doubled:
            codes = [code for code, event_type in types.items() if getattr(event_type, name) == doubled[0]]
            raise KnowledgeError(f"{codes} share {name} {doubled[0]}", where="codebook", todo="Change one.")
    for event_type in types.values():
        for trigger in event_type.triggers:
            for other in trigger.alternatives:
                if other not in types:
                    raise KnowledgeError(f"unknown type {other!r}", where=trigger.id, todo=suggest(other, types))


def _index(triggers: Iterable[Trigger]) -> Mapping[str, tuple[tuple[Phrase, Trigger], ...]]:
    index: dict[str, list[tuple[Phrase, Trigger]]] = {}
    for trigger in triggers:
        for phrase in trigger.phrases:
            index.setdefault(phrase.head, []).append((phrase, trigger))
    return {
        head: tuple(sorted(entries, key=lambda entry: -len(entry[0].others)))  # sorted is stable: then file order
        for head, entries in index.items()
    }

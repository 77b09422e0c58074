"""An entity while its report is read, and what fits it: `Chain` grows mention by mention; the rest says yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from overt.extract.entities.found import Found
from overt.extract.entities.known import KnownName
from overt.extract.entities.words import cue_words, load_words
from overt.types.account import EntityKind, MentionForm

PRONOUN_SENTENCES = 2  # a pronoun looks back this far
NOUN_SENTENCES = 12  # a definite description without its own noun in the chain looks back this far
ALIKE_SENTENCES = 6  # this far for a like noun ("the militant" for a fighter)
SAME_NOUN_SENTENCES = 60  # and this far where the chain was called by the same noun
WINDOW = 40  # chains looked at, the latest first


@dataclass(slots=True, eq=False)
class Chain:
    """An entity while the report is read: all that was found of it so far. Grows in place; internal to extraction."""

    kind: EntityKind
    members: list[Found] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    known: KnownName | None = None
    country: str | None = None
    gender: str | None = None
    is_plural: bool = False
    nouns: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)
    age: int | None = None
    merged_into: "Chain | None" = None

    @property
    def is_ship(self) -> bool:
        """Whether it is a ship, by what it was called."""
        return self.kind is EntityKind.UNKNOWN and bool(self.nouns & cue_words("vessels"))

    def add(self, found: Found) -> None:
        """Take a mention in, with all that it tells."""
        self.members.append(found)
        if found.name and found.name not in self.names:
            self.names.append(found.name)
        self.known = self.known or found.known
        self.country = self.country or found.country
        self.gender = self.gender or found.gender
        self.age = self.age or found.age
        self.nouns |= found.nouns
        self.traits |= found.traits
        if (
            found.form is MentionForm.NAME
            and self.kind in (EntityKind.UNKNOWN, EntityKind.GROUP)
            and found.kind is not EntityKind.UNKNOWN
        ):
            self.kind = found.kind


def name_fits(chain: Chain, found: Found, key: str) -> bool:
    """Say whether a name found by its surname or first name may be the same person's."""
    if found.kind is not EntityKind.PERSON or chain.kind is not EntityKind.PERSON:
        return found.kind is not EntityKind.PERSON and chain.kind is not EntityKind.PERSON
    if " " not in key:
        return True
    if not key.startswith(("last ", "first ")):
        return True
    parts = set((found.name or "").casefold().split())
    if key.startswith("first ") and len(parts) > 1:
        return False
    return any(parts <= set(name.casefold().split()) or set(name.casefold().split()) <= parts for name in chain.names)


def may_hold_one(one: Chain, other: Chain) -> bool:
    """Say whether two chains told to hold the same office may be one person: not both named, of no two bodies."""
    bodies = {found.office_body for chain in (one, other) for found in chain.members if found.office_body}
    return not (one.names and other.names) and len(bodies) < 2


def may_share(one: Chain, other: Chain) -> bool:
    """Say whether the names of two chains have a word in common."""
    return any(set(a.casefold().split()) & set(b.casefold().split()) for a in one.names for b in other.names)


def describes(found: Found, chain: Chain, distance: int) -> int:
    """Return how surely a definite description means the chain: 3 its noun or age, 2 a like noun, 1 a general one."""
    noun = found.noun or ""
    if not _agree(found, chain):
        return 0
    if found.age and (chain.age == found.age or (chain.names and not chain.age and distance < 2)):
        return 3  # "the 52-year-old exile" is who was named just before
    if noun in chain.nouns:
        is_same = not found.traits or found.traits & chain.traits or (distance <= 3 and found.definite == "the")
        return 3 if is_same else 0
    if found.definite == "of" or distance > NOUN_SENTENCES:
        return 0
    if (noun in cue_words("pairs") and "two" in chain.traits) or any(
        load_words().are_alike(noun, other) for other in chain.nouns
    ):
        is_other = bool(chain.names) and noun in cue_words("own_offices")  # the minister is not "Commander Jan Nemo"
        return 0 if is_other or distance > ALIKE_SENTENCES else 2
    return int(_may_be_any(noun, chain, distance))


def _agree(found: Found, chain: Chain) -> bool:
    """Say whether number, kind, gender, country and age of a description do not speak against the chain."""
    is_known_body = chain.kind is EntityKind.STATE or (chain.known is not None and found.known is None)
    if chain.is_plural != found.is_plural or is_known_body or _is_person(chain.kind) != _is_person(found.kind):
        return False
    pairs = ((found.gender, chain.gender), (found.country, chain.country), (found.age, chain.age))
    return not any(one and other and one != other for one, other in pairs)


def _may_be_any(noun: str, chain: Chain, distance: int) -> bool:
    """Say whether a general noun ("the man", "the suspect") may mean the chain, whatever it was called so far."""
    words = load_words()
    if noun not in words.generic or distance > 3 or (distance == 0 and chain.names):
        return False
    classes = words.classes.get(noun, frozenset())
    taken = {name for other in chain.nouns for name in words.classes.get(other, ())}
    if {"victim", "suspect"} <= taken | classes or ("suspect" in classes and taken & cue_words("never_suspects")):
        return False
    return not classes or not taken & cue_words("officials")


def _is_person(kind: EntityKind) -> bool:
    return kind is EntityKind.PERSON


def rank(found: Found, token: Token, chain: Chain, docs: Sequence[Doc]) -> int:
    """Return how well a chain suits a pronoun, 0: not at all. Subjects come first, this sentence before the last."""
    last = chain.members[-1]
    distance = found.sentence - last.sentence
    if distance > PRONOUN_SENTENCES or not _suits(found, chain):
        return 0
    if last.in_quote and not found.in_quote and last.passage == found.passage and last.form is MentionForm.PRONOUN:
        return 0
    if any(m.passage == found.passage and m.first <= found.head < m.last for m in chain.members[-3:]):
        return 0  # "his" in "his killer" is never the killer
    if distance == 0 and _shares_verb(token, docs[last.passage][last.head]):
        return 0
    subject = any(member.is_subject and found.sentence - member.sentence == distance for member in chain.members[-4:])
    named = bool(chain.names)
    stranger = distance == 0 and not named and chain.members[0].definite == "a"
    likely = 10 * (PRONOUN_SENTENCES + 1 - distance) + 12 * subject + 3 * named + min(len(chain.members), 4)
    return max(1, likely - 10 * stranger + _by_fate(token, chain, docs))


_FATE_OF_CLASS = {"victim": "hurt", "suspect": "held"}


def _by_fate(pronoun: Token, chain: Chain, docs: Sequence[Doc]) -> int:
    """Return what the verb of a pronoun tells: whoever was stabbed goes to hospital, and whoever is held is jailed."""
    own = fate_of(pronoun) or _fate_of_subject(pronoun)
    if own is None:
        return 0
    words = load_words()
    told = {
        _FATE_OF_CLASS[name] for noun in chain.nouns for name in words.classes.get(noun, ()) if name in _FATE_OF_CLASS
    }
    named = [member for member in chain.members[-6:] if member.form is not MentionForm.PRONOUN]
    told |= {fate for one in named if (fate := fate_of(docs[one.passage][one.head])) is not None}
    return 14 * (own in told) - 14 * bool(told - {own})


def fate_of(token: Token) -> str | None:
    """Return "hurt" or "held" for the object of such a verb or noun: "X was stabbed", "the attack on X"."""
    while token.dep_ in ("conj", "appos") and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
        token = token.head
    over = token.head.head if token.dep_ == "pobj" else token.head
    is_object = token.dep_ in ("dobj", "nsubjpass") and over.pos_ == "VERB"
    is_of = token.dep_ == "pobj" and token.head.lower_ in ("of", "on", "against") and over.pos_ in ("NOUN", "PROPN")
    if not (is_object or is_of):
        return None
    return next((fate for fate in ("hurt", "held") if over.lemma_.lower() in cue_words(fate)), None)


def _fate_of_subject(pronoun: Token) -> str | None:
    """Return the fate that only its subject tells: "he survived", "she confessed"."""
    if pronoun.dep_ not in ("nsubj", "nsubjpass"):
        return None
    verb = pronoun.head.lemma_.lower()
    return next((fate for fate in ("hurt", "held") if verb in cue_words(f"{fate}_alone")), None)


def _suits(found: Found, chain: Chain) -> bool:
    """Say whether number, kind and gender of a pronoun fit the chain; a group may be "they", a state or a body not."""
    if found.gender == "n":
        return chain.is_ship
    if found.is_plural:
        fits = chain.kind is EntityKind.GROUP or (chain.is_plural and chain.kind is EntityKind.PERSON)
    else:
        fits = chain.kind is EntityKind.PERSON and not chain.is_plural
    return fits and not (found.gender and chain.gender and found.gender != chain.gender)


def _shares_verb(pronoun: Token, other: Token) -> bool:
    """An object pronoun is never the subject of its own verb ("Jan hit him")."""
    if pronoun.dep_ == "poss" or pronoun.doc is not other.doc or pronoun.lower_.endswith("self"):
        return False
    head = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
    return other.head.i == head.i

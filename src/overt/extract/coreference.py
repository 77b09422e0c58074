"""Decides who is who: the `Found` of a report in text order in, chains of those that are the same out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from overt.extract.entity_found import Found
from overt.extract.entity_known import KnownName
from overt.extract.entity_words import cue_words, load_words
from overt.types.account import EntityKind, MentionForm

PRONOUN_SENTENCES = 2  # a pronoun looks back this far
NOUN_SENTENCES = 12  # a definite description without its own noun in the chain looks back this far
ALIKE_SENTENCES = 6  # this far for a like noun ("the militant" for a fighter)
SAME_NOUN_SENTENCES = 60  # and this far where the chain was called by the same noun
_WINDOW = 40  # chains looked at, the latest first


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


def chain_mentions(docs: Sequence[Doc], found: Sequence[Found], apposed: Iterable[tuple[int, int]]) -> list[Chain]:
    """Return the chains of `found` (text order), in order of first mention; unresolved pronouns are left out."""
    linker = _Linker(docs, found, apposed)
    for i in range(len(found)):
        linker.take(i)
    return linker.result()


class _Linker:
    """Reads the mentions once, front to back, keeping the latest chains at hand."""

    def __init__(self, docs: Sequence[Doc], found: Sequence[Found], apposed: Iterable[tuple[int, int]]) -> None:
        self._docs = docs
        self._found = found
        self._chains: list[Chain] = []
        self._recent: list[Chain] = []  # latest last
        self._by_name: dict[str, Chain] = {}
        self._of: dict[int, Chain] = {}
        self._names_in: dict[int, list[Found]] = {}  # people named in each passage
        for one in found:
            if one.form is MentionForm.NAME and one.kind is EntityKind.PERSON:
                self._names_in.setdefault(one.passage, []).append(one)
        self._offices: dict[str, Chain] = {}
        self._links: dict[int, list[int]] = {}
        for before, after in apposed:
            self._links.setdefault(after, []).append(before)

    def take(self, i: int) -> None:
        found = self._found[i]
        if found.form is MentionForm.NAME:
            chain: Chain | None = self._by_known_name(found)
        elif found.form is MentionForm.PRONOUN:
            chain = self._for_pronoun(found)
            if chain is None:
                return
        else:
            chain = self._for_description(found, is_apposed=i in self._links)
        linked = [self._of[one] for one in self._links.get(i, ()) if one in self._of]
        if linked and (root := _root(linked[0])) is not chain:
            chain = root if chain is None else self._merge(root, chain)
        if chain is None and found.form is MentionForm.NAME and i not in self._links:
            chain = self._named_late(i, found)
        if chain is None and found.is_weak:
            return
        if chain is None:
            chain = Chain(kind=found.kind, is_plural=found.is_plural)
            self._chains.append(chain)
        self._join(i, chain)
        if found.office:
            self._hold_office(found, chain)

    def result(self) -> list[Chain]:
        kept = [chain for chain in self._chains if chain.merged_into is None]
        return sorted(kept, key=lambda chain: chain.members[0].span)

    def _join(self, i: int, chain: Chain) -> None:
        found = self._found[i]
        chain.add(found)
        self._of[i] = chain
        if found.known is not None and found.known.id:
            self._by_name.setdefault("id " + found.known.id, chain)
        if found.name:
            for key in _keys(found):
                self._by_name[key] = chain
        if chain in self._recent[-1:]:
            return
        if chain in self._recent:
            self._recent.remove(chain)
        self._recent.append(chain)
        del self._recent[:-_WINDOW]

    def _named_late(self, i: int, found: Found) -> Chain | None:
        """Return the one person told without a name just before: "A refugee was charged. Jan Nemo is said to ..."."""
        if found.kind is not EntityKind.PERSON or not found.is_subject or " " not in (found.name or "") or found.nouns:
            return None
        head = self._docs[found.passage][found.head]
        is_own = any(other.first - found.last < 2 and other.first >= found.last for other in self._found[i + 1 : i + 2])
        if is_own or (head.dep_ == "nsubj" and head.head.lemma_ in cue_words("speech_verbs")):
            return None
        before = [
            chain for chain in self._recent[-6:]
            if chain.kind is EntityKind.PERSON
            and any(m.passage == found.passage and found.sentence - m.sentence <= 1 for m in chain.members[-4:])
        ]  # fmt: skip
        if len(before) != 1 or before[0].names or before[0].is_plural:
            return None
        first = before[0].members[0]
        fits = not (before[0].gender and found.gender and before[0].gender != found.gender)
        return (
            before[0]
            if fits and first.definite == "a" and first.is_subject and first.sentence == found.sentence - 1
            else None
        )

    def _hold_office(self, found: Found, chain: Chain) -> None:
        """Let all who hold an office of this report ("the spy chief of Latvia") be one, where no two are named."""
        other = _live(self._offices.get(found.office or ""))
        if other is None or other is chain:
            self._offices[found.office or ""] = chain
        elif _may_hold_one(other, chain):
            self._offices[found.office or ""] = self._merge(*((chain, other) if chain.names else (other, chain)))

    def _merge(self, into: Chain, other: Chain) -> Chain:
        if (
            len(into.names) > 0
            and len(other.names) > 0
            and into.kind is EntityKind.PERSON
            and not _may_share(into, other)
        ):
            return other
        for found in other.members:
            into.add(found)
        into.members.sort(key=lambda found: found.span)
        if other.names and into.kind is not EntityKind.PERSON:
            into.kind = other.kind
        other.merged_into = into
        if other in self._recent:
            self._recent.remove(other)
        for key, chain in self._by_name.items():
            if chain is other:
                self._by_name[key] = into
        return into

    def _by_known_name(self, found: Found) -> Chain | None:
        if found.known is not None:
            key = "id " + found.known.id if found.known.id else f"state {found.known.country}"
            return _live(self._by_name.get(key))
        for key in _keys(found):
            chain = _live(self._by_name.get(key))
            if chain is not None and _name_fits(chain, found, key):
                return chain
        return None

    def _for_description(self, found: Found, *, is_apposed: bool) -> Chain | None:
        if found.known is not None and found.known.id:
            return _live(self._by_name.get("id " + found.known.id))
        if is_apposed or self._is_predicate(found):
            return None
        if found.kind in (EntityKind.ORGANISATION, EntityKind.SERVICE):
            return self._same_body(found)
        if found.definite not in ("the", "of"):
            return None
        best: tuple[int, Chain] | None = None
        for chain in reversed(self._recent):
            distance = found.sentence - chain.members[-1].sentence
            if distance > SAME_NOUN_SENTENCES:
                break
            tier = _describes(found, chain, distance)
            if tier and (best is None or tier > best[0]):
                best = tier, chain
        return best[1] if best else None

    def _is_predicate(self, found: Found) -> bool:
        return self._docs[found.passage][found.head].dep_ == "attr"

    def _same_body(self, found: Found) -> Chain | None:
        for chain in reversed(self._recent):
            if chain.kind is found.kind and found.noun in chain.nouns and chain.known is None and not chain.names:
                same_country = found.country == chain.country or found.country is None
                if same_country and found.traits <= chain.traits | {
                    word.lower() for word in found.traits if load_words().country_of(word.title())
                }:
                    return chain
        return None

    def _for_pronoun(self, found: Found) -> Chain | None:
        token = self._docs[found.passage][found.head]
        if token.lower_ in ("who", "whom", "whose"):
            return self._for_relative(found, token)
        if token.lower_ in ("i", "me", "my", "myself"):
            return self._speaker(found, token) if found.in_quote else None
        ranked = [
            (score, at, chain)
            for at, chain in enumerate(self._recent)
            if (score := _rank(found, token, chain, self._docs)) > 0
        ]
        if not ranked:
            return None
        chain = max(ranked, key=lambda item: item[:2])[2]
        if found.gender and chain.gender is None:
            chain.gender = found.gender
        return chain

    def _for_relative(self, found: Found, token: Token) -> Chain | None:
        verb = token.head
        while verb.dep_ not in ("relcl", "ROOT", "ccomp", "advcl") and verb.head is not verb:
            verb = verb.head
        if verb.dep_ != "relcl":
            return None
        for chain in reversed(self._recent[-8:]):
            for member in chain.members[-3:]:
                if member.passage == found.passage and member.first <= verb.head.i < member.last:
                    return chain
        return None

    def _speaker(self, found: Found, token: Token) -> Chain | None:
        """Return who speaks the quotation around a pronoun: the subject of a verb of saying beside it."""
        doc = token.doc
        for other in self._found:
            if (
                other.passage != found.passage
                or other.in_quote
                or other.form is not MentionForm.NAME
                or other.kind is not EntityKind.PERSON
            ):
                continue
            head = doc[other.head]
            if head.dep_ == "nsubj" and head.head.lemma_ in (
                "say",
                "tell",
                "recall",
                "add",
                "write",
                "claim",
                "explain",
                "insist",
            ):
                return self._by_known_name(other) or self._await(other)
        return None

    def _await(self, name: Found) -> Chain:
        """Return a chain for somebody whose name is read later: the speaker after the quotation."""
        chain = Chain(kind=name.kind)
        self._chains.append(chain)
        self._by_name[_keys(name)[0]] = chain
        return chain


def _root(chain: Chain) -> Chain:
    while chain.merged_into is not None:
        chain = chain.merged_into
    return chain


def _live(chain: Chain | None) -> Chain | None:
    return None if chain is None else _root(chain)


def _keys(found: Found) -> tuple[str, ...]:
    """Return what a name is looked up by: itself; for a person the surname and, last, the first name."""
    if found.known is not None and not found.known.id:
        return (f"state {found.known.country}",)
    name = (found.name or "").casefold().replace(".", "").strip()
    if found.kind is not EntityKind.PERSON:
        return (name,)
    parts = name.split()
    return tuple(dict.fromkeys((name, "last " + parts[-1], "first " + parts[0]))) if parts else ()


def _name_fits(chain: Chain, found: Found, key: str) -> bool:
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


def _may_hold_one(one: Chain, other: Chain) -> bool:
    bodies = {found.office_body for chain in (one, other) for found in chain.members if found.office_body}
    return not (one.names and other.names) and len(bodies) < 2


def _may_share(one: Chain, other: Chain) -> bool:
    return any(set(a.casefold().split()) & set(b.casefold().split()) for a in one.names for b in other.names)


def _describes(found: Found, chain: Chain, distance: int) -> int:
    """Return how surely a definite description means the chain: 3 its noun or age, 2 a like noun, 1 a general one."""
    noun = found.noun or ""
    if not _agree(found, chain):
        return 0
    if found.age and chain.age == found.age:
        return 3
    if noun in chain.nouns:
        is_same = not found.traits or found.traits & chain.traits or (distance <= 3 and found.definite == "the")
        return 3 if is_same else 0
    if found.definite == "of" or distance > NOUN_SENTENCES:
        return 0
    is_pair = noun in cue_words("pairs") and "two" in chain.traits
    if is_pair or any(load_words().are_alike(noun, other) for other in chain.nouns):
        return 2 if distance <= ALIKE_SENTENCES else 0
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
    if {"victim", "suspect"} <= taken | classes:
        return False
    return not classes or not taken & cue_words("officials")


def _is_person(kind: EntityKind) -> bool:
    return kind is EntityKind.PERSON


def _rank(found: Found, token: Token, chain: Chain, docs: Sequence[Doc]) -> int:
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
    return 10 * (PRONOUN_SENTENCES + 1 - distance) + 12 * subject + 3 * named + min(len(chain.members), 4)


def _suits(found: Found, chain: Chain) -> bool:
    """Say whether number, kind and gender of a pronoun fit the chain; a group may be "they", a state or a body not."""
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

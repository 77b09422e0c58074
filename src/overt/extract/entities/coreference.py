"""Decides who is who: the `Found` of a report in text order in, chains of those that are the same out."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from overt.extract.entities.chain import (
    SAME_NOUN_SENTENCES,
    WINDOW,
    Chain,
    describes,
    may_hold_one,
    may_share,
    name_fits,
    rank,
)
from overt.extract.entities.found import Found
from overt.extract.entities.words import cue_words, load_words
from overt.types.account import EntityKind, MentionForm


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
        self._ahead: dict[int, Found] = {}  # the name that follows a description: "the minister, Jan Nemo"
        for before, after in apposed:
            self._links.setdefault(after, []).append(before)
            if found[after].form is MentionForm.NAME and found[before].form is MentionForm.DESCRIPTION:
                self._ahead[before] = found[after]

    def take(self, i: int) -> None:
        found = self._found[i]
        if found.form is MentionForm.NAME:
            chain: Chain | None = self._by_known_name(found)
        elif found.form is MentionForm.PRONOUN:
            chain = self._for_pronoun(found)
            if chain is None:
                return
        elif i in self._ahead:
            chain = self._before_name(found, self._ahead[i])
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
        del self._recent[:-WINDOW]

    def _named_late(self, i: int, found: Found) -> Chain | None:
        """Return the one person told without a name just before: "A refugee was hurt. Jan Nemo was taken away"."""
        if found.kind is not EntityKind.PERSON or not found.is_subject or " " not in (found.name or "") or found.nouns:
            return None
        is_own = any(other.first - found.last < 2 and other.first >= found.last for other in self._found[i + 1 : i + 2])
        verb = self._verb(found)
        if is_own or (verb.lemma_ in cue_words("speech_verbs") and not _is_hearsay(verb)):
            return None
        before = [
            chain for chain in self._recent[-6:]
            if chain.kind is EntityKind.PERSON
            and any(m.passage == found.passage and found.sentence - m.sentence <= 1 for m in chain.members[-4:])
        ]  # fmt: skip
        if len(before) != 1 or before[0].names or before[0].is_plural:
            return None
        first = before[0].members[0]
        if first.definite != "a" or not first.is_subject or first.sentence != found.sentence - 1:
            return None
        is_accused = self._verb(first).lemma_ in cue_words("said_of_the_accused")
        if is_accused and not (verb.lemma_ in cue_words("said_of_the_accused") or _is_hearsay(verb)):
            return None  # "A student was charged. Jan Nemo lives next door" accuses nobody by name
        fits = not (before[0].gender and found.gender and before[0].gender != found.gender)
        return before[0] if fits else None

    def _verb(self, found: Found) -> Token:
        """Return the word that a mention hangs on."""
        return self._docs[found.passage][found.head].head

    def _hold_office(self, found: Found, chain: Chain) -> None:
        """Let all who hold an office of this report ("the spy chief of Latvia") be one, where no two are named."""
        other = _live(self._offices.get(found.office or ""))
        if other is None or other is chain:
            self._offices[found.office or ""] = chain
        elif may_hold_one(other, chain):
            self._offices[found.office or ""] = self._merge(*((chain, other) if chain.names else (other, chain)))

    def _merge(self, into: Chain, other: Chain) -> Chain:
        if (
            len(into.names) > 0
            and len(other.names) > 0
            and into.kind is EntityKind.PERSON
            and not may_share(into, other)
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
        return into

    def _by_known_name(self, found: Found) -> Chain | None:
        if found.known is not None:
            key = "id " + found.known.id if found.known.id else f"state {found.known.country}"
            return _live(self._by_name.get(key))
        for key in _keys(found):
            chain = _live(self._by_name.get(key))
            if chain is not None and name_fits(chain, found, key):
                return chain
        return None

    def _for_description(self, found: Found, *, is_apposed: bool, unnamed: bool = False) -> Chain | None:
        if found.known is not None and found.known.id:
            return _live(self._by_name.get("id " + found.known.id))
        if is_apposed or self._is_predicate(found):
            return None
        if found.kind in (EntityKind.ORGANISATION, EntityKind.SERVICE):
            return self._same_body(found)
        if found.definite not in ("the", "of"):
            return None
        best: tuple[int, Chain] | None = None
        least = 3 if _acts_on_pronoun(self._docs[found.passage][found.head]) else 1
        for chain in reversed(self._recent):
            distance = found.sentence - chain.members[-1].sentence
            if distance > SAME_NOUN_SENTENCES:
                break
            tier = 0 if unnamed and chain.names else describes(found, chain, distance)
            if tier >= least and (best is None or tier > best[0]):
                best = tier, chain
        return best[1] if best else None

    def _before_name(self, found: Found, name: Found) -> Chain | None:
        """Return whom a description means that its name follows: whoever is called so, or somebody without a name."""
        return self._by_known_name(name) or self._for_description(found, is_apposed=False, unnamed=True)

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
            if (score := rank(found, token, chain, self._docs)) > 0
        ]
        if not ranked:
            return None
        chain = max(ranked, key=lambda item: item[:2])[2]
        if found.gender and chain.gender is None:
            chain.gender = found.gender
        return chain

    def _for_relative(self, found: Found, token: Token) -> Chain | None:
        verb = token.head
        while verb.dep_ not in ("relcl", "ROOT", "ccomp", "advcl") and verb.head != verb:
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


def _is_hearsay(verb: Token) -> bool:
    """Return whether a verb of saying is told of its subject: "is said to have been offered a car"."""
    return verb.lemma_ in cue_words("speech_verbs") and any(
        child.dep_ in ("nsubjpass", "auxpass") for child in verb.children
    )


def _acts_on_pronoun(noun: Token) -> bool:
    """Return whether a description is told by what it did to somebody: "the man who hired him" is not that somebody."""
    return any(
        word.dep_ in ("dobj", "dative", "pobj") and word.lower_ in ("him", "her", "them")
        for clause in noun.children
        if clause.dep_ == "relcl"
        for word in clause.subtree
    )

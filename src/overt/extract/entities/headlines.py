"""Finds whom a heading means that names nobody: the chains of a report in, the same with headings joined to the body.

"Exile poisoned in Vienna" stands over a text that begins "Jahan Polod, an opposition politician, fell ill". Only
somebody of the first sentences is taken, and nobody whom the body tells another fate of.
"""

from collections.abc import Sequence

from spacy.tokens import Doc

from overt.extract.entities.chain import Chain, fate_of
from overt.extract.entities.found import Found
from overt.extract.entities.words import cue_words, load_words
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, MentionForm
from overt.types.passage import PassageKind

_FIRST_SENTENCES = 3


def join_headings(parsed: Sequence[Parsed], chains: Sequence[Chain]) -> list[Chain]:
    """Return the chains in order of first mention, with those that only headings describe joined to who is meant."""
    headings = {at for at, item in enumerate(parsed) if item.passage.kind is PassageKind.HEADING}
    docs = [item.doc for item in parsed]
    kept = list(chains)
    for chain in chains:
        if headings and _is_headline_only(chain, headings):
            meant = _meant(chain, kept, headings, docs)
            if meant is not None:
                for found in chain.members:
                    meant.add(found)
                meant.members.sort(key=lambda found: found.span)
                kept.remove(chain)
    return sorted(kept, key=lambda chain: chain.members[0].span)


def _is_headline_only(chain: Chain, headings: set[int]) -> bool:
    is_one = chain.kind is EntityKind.PERSON and not chain.names and not chain.is_plural
    return is_one and all(member.passage in headings for member in chain.members)


def _meant(chain: Chain, chains: Sequence[Chain], headings: set[int], docs: Sequence[Doc]) -> Chain | None:
    """Return the one person of the first sentences who is described alike, or is told the same fate."""
    body = [member.sentence for other in chains for member in other.members if member.passage not in headings]
    if not body:
        return None
    likely = [
        other
        for other in chains
        if other is not chain
        and other.names
        and _may_be(chain, other)
        and _stands_first(other, headings, min(body), docs)
    ]
    alike = [other for other in likely if _are_alike(chain, other)]
    fates = _fates(chain, docs)
    same = [other for other in likely if fates and _fates(other, docs) == fates]
    free = [other for other in likely if fates == {"hurt"} and not _fates(other, docs)]
    found = next((group for group in (alike, same, free) if group), [])
    return found[0] if len(found) == 1 else None


def _may_be(chain: Chain, other: Chain) -> bool:
    if other.kind is not EntityKind.PERSON or other.is_plural:
        return False
    pairs = ((chain.gender, other.gender), (chain.country, other.country), (chain.age, other.age))
    return not any(one and two and one != two for one, two in pairs)


def _stands_first(other: Chain, headings: set[int], start: int, docs: Sequence[Doc]) -> bool:
    """Say whether somebody is named in the first sentences of the body, and not as the one who speaks."""
    first = next((m for m in other.members if m.passage not in headings), None)
    return first is not None and first.sentence < start + _FIRST_SENTENCES and not _speaks(first, docs)


def _speaks(found: Found, docs: Sequence[Doc]) -> bool:
    head = docs[found.passage][found.head]
    return head.dep_ == "nsubj" and head.head.lemma_ in cue_words("speech_verbs")


def _are_alike(chain: Chain, other: Chain) -> bool:
    words = load_words()
    return any(one not in words.generic and words.are_alike(one, two) for one in chain.nouns for two in other.nouns)


def _fates(chain: Chain, docs: Sequence[Doc]) -> set[str]:
    return {
        fate
        for member in chain.members
        if (member.form is not MentionForm.PRONOUN or not chain.names)
        and (fate := fate_of(docs[member.passage][member.head])) is not None
    }

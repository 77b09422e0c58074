"""Phrases of a parse: what a verb governs in its own clause, who is its subject, and how a noun phrase is quoted."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

MAX_CLIMB = 8  # governing words looked at; longer chains are parser errors
# The words that stand for the noun a clause modifies.
RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that", "whose"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A noun phrase (its head) in a slot of a trigger: subj, obj, iobj, poss, compound, amod or "prep:in"."""

    slot: str
    head: Token
    inferred: bool = False  # through control or coordination: not in the trigger's own clause


def is_passive(verb: Token) -> bool:
    """Say whether the verb stands in the passive.

    Also in reduced relatives ("a store burned by") and shared auxiliaries.
    """
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    if verb.tag_ != "VBN":
        return False
    if any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children):
        return False
    if verb.dep_ in {"acl", "amod"} or any(child.dep_ == "agent" for child in verb.children):
        return True
    if verb.dep_ == "advcl" and not any(child.dep_ in {"nsubj", "aux"} for child in verb.children):
        return True
    is_shared = verb.dep_ == "conj" and not any(child.dep_ in {"nsubj", "aux"} for child in verb.children)
    return is_shared and verb.head.pos_ in {"VERB", "AUX"} and is_passive(verb.head)


def with_conjuncts(head: Token) -> Iterator[Token]:
    """Yield a noun and the nouns coordinated with it ("two Poles and a Romanian")."""
    yield head
    for child in head.children:
        if (
            child.dep_ in {"conj", "appos"}
            and child.dep_ == "conj"
            and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "X"}
        ):
            yield from with_conjuncts(child)


def own_arguments(verb: Token) -> Iterator[Argument]:
    """Yield what stands in the verb's own clause, with subject and object in the active sense."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "csubj"}:
            yield from (Argument(slot="subj", head=head) for head in with_conjuncts(child))
        elif child.dep_ in {"nsubjpass", "dobj"}:
            yield from (Argument(slot="obj", head=head) for head in with_conjuncts(child))
        elif child.dep_ == "dative":
            heads = [child] if child.pos_ != "ADP" else [grand for grand in child.children if grand.dep_ == "pobj"]
            yield from (Argument(slot="iobj", head=head) for start in heads for head in with_conjuncts(start))
        elif child.dep_ == "agent":
            yield from (Argument(slot="subj", head=head) for head in prep_objects(child))
        elif child.dep_ == "prep":
            yield from prep_arguments(child)


def prep_arguments(prep: Token) -> Iterator[Argument]:
    """Yield the objects of a preposition as "prep:LEMMA", also of a chained one ("outside of", "from A to B")."""
    for head in prep_objects(prep):
        yield Argument(slot=f"prep:{prep.lower_}", head=head)
    for child in prep.children:
        if child.dep_ == "prep":
            yield from prep_arguments(child)


def prep_objects(prep: Token) -> Iterator[Token]:
    """Yield the nouns a preposition governs, coordinated ones too."""
    for child in prep.children:
        if child.dep_ in {"pobj", "pcomp"} and child.pos_ != "VERB":
            yield from with_conjuncts(child)


def surface_subject(verb: Token) -> list[Token]:
    """Return the grammatical subject of a clause, active or passive, shared through coordination."""
    current = verb
    for _ in range(MAX_CLIMB):
        own = [child for child in current.children if child.dep_ in {"nsubj", "nsubjpass"}]
        if own:
            return [head for start in own for head in with_conjuncts(start)]
        if current.dep_ == "relcl":
            return [current.head]
        if current.dep_ not in {"conj", "xcomp", "aux", "advcl"}:
            return []
        current = current.head
    return []


def objects_of(verb: Token) -> list[Token]:
    """Return the objects of a verb in the active sense, shared through coordination."""
    own = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass", "dative"} and child.pos_ != "ADP"]
    own = own or _noun_before(verb)
    if not own and is_passive(verb):
        return surface_subject(verb) if verb.dep_ != "acl" else [verb.head]
    return [head for start in own for head in with_conjuncts(start)]


def _noun_before(verb: Token) -> list[Token]:
    """Return the object that a participle after a comma belongs to.

    "stopped the ship Aurora, thought to have cut the cable".
    """
    before = verb.left_edge.i - 1
    if verb.dep_ != "advcl" or verb.tag_ != "VBN" or before < 1 or verb.doc[before].text != ",":
        return []
    return [
        child
        for child in verb.head.children
        if child.dep_ == "dobj" and child.i < before and child.right_edge.i >= before - 1
    ]


def phrase_bounds(head: Token) -> tuple[int, int]:
    """Return the token range [start, end) of a noun phrase as one would quote it.

    Left modifiers and "of" phrases, no clauses.
    """
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in {
            "det",
            "amod",
            "compound",
            "nummod",
            "poss",
            "nmod",
            "quantmod",
            "advmod",
            "predet",
            "case",
            "npadvmod",
        }:
            start = min(start, child.left_edge.i)
    for child in head.rights:
        if child.dep_ in {"case", "nummod", "compound"} or (
            child.dep_ == "prep" and child.lower_ == "of" and child.i <= end + 1
        ):
            last = child.right_edge.i + 1
            if last - head.i <= 8:
                end = max(end, last)
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return start, end

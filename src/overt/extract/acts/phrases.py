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
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children) or is_caused(verb):
        return True
    if verb.tag_ != "VBN":
        return verb.tag_ == "VBD" and not objects_beside(verb) and _shares_passive(verb)
    if any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children):
        return False
    if verb.dep_ in {"acl", "amod"} or any(child.dep_ == "agent" for child in verb.children):
        return True
    if verb.dep_ == "advcl" and not any(child.dep_ in {"nsubj", "aux"} for child in verb.children):
        return True
    return _shares_passive(verb)


def is_caused(verb: Token) -> bool:
    """Say whether somebody has it done: in "to have Jan Nemo murdered" Nemo is the object, though parsed as subject."""
    if verb.tag_ not in {"VBN", "VBD"} or any(child.dep_ in {"aux", "dobj", "mark"} for child in verb.children):
        return False
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ in RELATIVE_PRONOUNS:
        return False
    if verb.dep_ == "relcl":  # "have the writer Jan Nemo murdered": the name is parsed as a clause on "writer"
        is_beside = verb.head.dep_ == "dobj" and subject.left_edge.i == verb.head.i + 1
        return is_beside and verb.head.head.lemma_ in _CAUSING
    return verb.dep_ == "ccomp" and verb.head.lemma_ in _CAUSING and verb.head.i < subject.i


_CAUSING = frozenset({"have", "get"})


def _shares_passive(verb: Token) -> bool:
    """Say whether a verb goes on with the passive of another: "was hit with a bar and sprayed"."""
    is_shared = verb.dep_ == "conj" and not any(child.dep_ in {"nsubj", "aux"} for child in verb.children)
    return is_shared and verb.head.pos_ in {"VERB", "AUX"} and is_passive(verb.head)


def objects_beside(verb: Token) -> list[Token]:
    """Return the direct objects in a verb's own clause."""
    return [child for child in verb.children if child.dep_ in {"dobj", "dative"}]


def with_conjuncts(head: Token) -> Iterator[Token]:
    """Yield a noun and the nouns coordinated with it ("two Poles and a Romanian"), each once."""
    seen: set[int] = set()
    for token in _conjuncts(head):
        for name in (token, *_listed_after(token)):
            if name.i not in seen:
                seen.add(name.i)
                yield name


def _conjuncts(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "X"}:
            yield from _conjuncts(child)


def _listed_after(name: Token) -> Iterator[Token]:
    """Yield the people of a list as courts give it: "Jan Nemo, 61, of Leeds and Ida Tirk, 59, of York".

    The parser hangs the second on the first one's town.
    """
    after = _after_age(name)
    while after is not None:
        at = after
        while at < len(name.doc) and (name.doc[at].ent_type_ in _TOWNS or name.doc[at].lower_ in _LIST_WORDS):
            at += 1
        if at == after or at >= len(name.doc) or name.doc[at].ent_type_ != "PERSON":
            return
        if not any(word.lower_ in {"and", ","} for word in name.doc[after:at]):
            return
        other = _last_of_name(name.doc[at])
        after = _after_age(other)
        if after is not None:
            yield other


_TOWNS = frozenset({"GPE", "LOC", "FAC", "ORG"})
_LIST_WORDS = frozenset({",", "of", "from", "in", "the", "and", "both", "all", "north", "south", "east", "west"})


def _last_of_name(token: Token) -> Token:
    while token.i + 1 < len(token.doc) and token.nbor().ent_type_ == "PERSON" and token.nbor().ent_iob_ == "I":
        token = token.nbor()
    return token


def _after_age(name: Token) -> int | None:
    """Return where the text goes on behind "NAME, 61"; None without an age."""
    if name.ent_type_ != "PERSON":
        return None
    end = _last_of_name(name).i + 1
    ages = name.doc[end : end + 2]
    return end + 2 if len(ages) > 1 and ages[0].text == "," and ages[1].is_digit and len(ages[1].text) == 2 else None


def first_conjunct(head: Token) -> Token:
    """Return the first of the people listed with their ages that a clause behind a comma tells of."""
    while head.dep_ == "conj" and head.head.ent_type_ == "PERSON" and _after_age(head) and _after_age(head.head):
        head = head.head
    return head


def subjects_of(verb: Token) -> list[Token]:
    """Return the subjects of a verb's own clause.

    Of two that are not coordinated the parser took the second out of the first: "suspects in the attack on the writer
    Jan Nemo are held".
    """
    own = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return [
        child for n, child in enumerate(own) if not any(one.right_edge.i == child.left_edge.i - 1 for one in own[:n])
    ]


def own_arguments(verb: Token) -> Iterator[Argument]:
    """Yield what stands in the verb's own clause, with subject and object in the active sense."""
    subjects = subjects_of(verb)
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and child not in subjects:
            continue
        if child.dep_ in {"nsubj", "csubj"}:
            slot = "obj" if is_caused(verb) else "subj"
            yield from (Argument(slot=slot, head=head) for head in with_conjuncts(child))
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
    """Yield the nouns a preposition governs, coordinated ones too; of one left bare, the phrase that follows it."""
    own = [child for child in prep.children if child.dep_ in {"pobj", "pcomp"}]
    if not own and not any(True for _ in prep.children):
        own = _phrase_behind(prep)
    for child in own:
        if child.pos_ != "VERB":
            yield from with_conjuncts(child)


def _phrase_behind(prep: Token) -> list[Token]:
    """Return the noun whose phrase starts right behind a preposition that the parser gave none."""
    if prep.pos_ != "ADP" or prep.dep_ != "prep" or prep.i + 1 >= prep.sent.end:
        return []
    noun = prep.nbor()
    while noun.dep_ in {"compound", "poss", "amod", "det", "nummod"} and noun.head.left_edge.i == prep.i + 1:
        noun = noun.head
    return [noun] if noun.pos_ in {"NOUN", "PROPN"} and noun.left_edge.i == prep.i + 1 else []


def surface_subject(verb: Token) -> list[Token]:
    """Return the grammatical subject of a clause, active or passive, shared through coordination."""
    current = verb
    for _ in range(MAX_CLIMB):
        own = subjects_of(current)
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
    own = own or noun_before(verb)
    if not own and is_passive(verb):
        return surface_subject(verb) if verb.dep_ != "acl" else [verb.head]
    return [head for start in own for head in with_conjuncts(start)]


def noun_before(verb: Token) -> list[Token]:
    """Return the object that a participle after a comma belongs to.

    "stopped the ship Aurora, thought to have cut the cable".
    """
    before = verb.left_edge.i - 1
    is_bare = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and not subjects_of(verb))
    is_added = verb.dep_ == "advcl" or (verb.dep_ == "conj" and any(child.dep_ == "xcomp" for child in verb.children))
    if not is_added or not is_bare or before < 1 or verb.doc[before].text != ",":
        return []
    own = [
        child
        for child in verb.head.children
        if child.dep_ == "dobj" and child.i < before and child.right_edge.i >= before - 1
    ]
    return own or _person_before(verb.doc[before - 1])


def _person_before(token: Token) -> list[Token]:
    """Return the person whose name, with the age or without, ends at the token: "Jan Nemo, 61 | , arrested today"."""
    name = token.nbor(-2) if token.is_digit and token.i > 1 and token.nbor(-1).text == "," else token
    return [name] if name.ent_type_ == "PERSON" else []


def _is_of_doing(prep: Token) -> bool:
    """Say whether "of" brings in an act and not a part of the phrase: "convicted a guard | of spying"."""
    return any(child.dep_ == "pcomp" or child.tag_ == "VBG" for child in prep.children)


def _is_age(prep: Token) -> bool:
    """Say whether "of" brings in an age before another number: "gave a clerk of 26 | eight years"."""
    behind = prep.doc[prep.i + 1 : prep.i + 3]
    return len(behind) > 1 and behind[0].is_digit and len(behind[0].text) == 2 and behind[1].like_num


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
            child.dep_ == "prep" and child.lower_ == "of" and child.i <= end + 1 and not _is_of_doing(child)
        ):
            last = child.right_edge.i + 1 if child.dep_ != "prep" or not _is_age(child) else child.i + 2
            if last - head.i <= 8:
                end = max(end, last)
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return start, end

"""Finds the word of a phrase that says whom it means: "the hall" of "part of the hall", the ship of "its anchor"."""

from spacy.tokens import Token

from overt.extract.acts.nouns import noun_lists
from overt.extract.acts.phrases import phrase_bounds, prep_objects, subjects_of
from overt.extract.entities.words import cue_words


def owners_of(head: Token) -> list[Token]:
    """Return whose something is: the possessor, or what stands behind "of"."""
    owners = [child for child in head.children if child.dep_ == "poss"]
    return owners + [grand for child in head.children if child.lower_ == "of" for grand in prep_objects(child)]


def ship_of(head: Token) -> Token:
    """Return whose anchor did it: "the tanker" of "an anchor of the tanker Velta", "its" of "its anchor"."""
    if head.lemma_.lower() not in cue_words("ship_parts"):
        return head
    return next(iter(owners_of(head)), head)


def teller_of(pronoun: Token) -> Token:
    """Return the body that tells what "it" did: "the service said it had broken up a ring"."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubj" or verb.dep_ != "ccomp" or verb.head.lemma_ not in cue_words("speech_verbs"):
        return pronoun
    return next((head for head in subjects_of(verb.head) if head.dep_ == "nsubj"), pronoun)


_PARTITIVES = frozenset("part section piece half majority bulk portion".split())


def whole_of(head: Token) -> Token:
    """Return what a partitive is a part of: "the hall" of "part of the hall"."""
    if head.lemma_.lower() not in _PARTITIVES:
        return head
    return next(
        (grand for child in head.children if child.lower_ == "of" for grand in child.children if grand.dep_ == "pobj"),
        head,
    )


def name_beside(head: Token) -> Token:
    """Return the name that a description introduces ("the journalist Rana N."), else the head itself."""
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.left_edge.i == head.i + 1 and head.pos_ == "NOUN":
            return child
    return _name_after(head) or head


def _name_after(head: Token) -> Token | None:
    """Return the name right behind a description that the parser did not join: "the former chief of staff Jan Nemo"."""
    if head.pos_ != "NOUN" or head.lemma_.lower() not in noun_lists()[0]:
        return None
    end = phrase_bounds(head)[1]
    if end >= len(head.doc) or head.doc[end].ent_type_ != "PERSON" or head.doc[end].ent_iob_ != "B":
        return None
    name = head.doc[end]
    while name.i + 1 < len(head.doc) and name.nbor().ent_type_ == "PERSON" and name.nbor().ent_iob_ == "I":
        name = name.nbor()
    is_other = name.dep_ in {"nsubj", "nsubjpass"} and subjects_of(name.head)[:1] == [name]
    return None if is_other or name == head else name

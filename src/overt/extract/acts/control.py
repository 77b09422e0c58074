"""Who does an embedded act: a verb without a subject of its own in, the phrase that controls it out."""

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from overt.extract.acts.phrases import (
    MAX_CLIMB,
    NOUNS,
    RELATIVE_PRONOUNS,
    Argument,
    first_conjunct,
    is_passive,
    noun_before,
    objects_of,
    own_arguments,
    prep_objects,
    surface_subject,
    with_conjuncts,
)

ControlOf = Callable[[Token, str], str | None]
"""(governing word, how the act hangs on it) -> who does the act.

"subj", "obj", "none", "poss", "by", a preposition; None: no rule.
"""

# Without a rule, the object does what hangs on the verb so: "gave him eight years for setting", "caught them filming".
_OBJECT_CONTROL = frozenset({"xcomp", "advcl", "for", "of", "over"})
_VERBS = frozenset({"VERB", "AUX"})
_Finder = Callable[[Token, ControlOf, int], list[Argument]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Governor:
    """The word over an act, and how the act hangs on it.

    "xcomp", "ccomp", "advcl", "obj", "acl", "compound", "behind", "of" ...
    """

    token: Token
    embed: str


def missing_subject(verb: Token, control_of: ControlOf, depth: int = 0) -> list[Argument]:
    """Climb to the word that governs the verb and take the phrase that controls its subject."""
    if depth > MAX_CLIMB or verb.head == verb:
        return []
    plan = _plan_before(verb)
    if plan is not None:
        return noun_owner(Governor(token=plan, embed="acl"), control_of, depth)
    find = _FINDERS.get(verb.dep_)
    return find(verb, control_of, depth) if find is not None else []


def _of_coordinated(verb: Token, control_of: ControlOf, depth: int) -> list[Argument]:
    head = verb.head
    if head.pos_ not in _VERBS:
        return []
    if is_passive(head):
        return [Argument(slot="subj", head=token) for token in surface_subject(head)]
    own = [argument for argument in own_arguments(head) if argument.slot == "subj"]
    return own or missing_subject(head, control_of, depth + 1)


def _of_participle(verb: Token, control_of: ControlOf, depth: int) -> list[Argument]:
    head = verb.head
    if head.pos_ not in NOUNS:
        return []
    if verb.tag_ == "VBG" or head.ent_type_ == "PERSON":
        return [Argument(slot="subj", head=head)]
    return noun_owner(Governor(token=head, embed="acl"), control_of, depth)


def _of_relative(verb: Token, control_of: ControlOf, depth: int) -> list[Argument]:
    del control_of, depth
    return [] if is_object_relative(verb) else [Argument(slot="subj", head=verb.head)]


def _held_by(prep: Token) -> Token:
    """Return the word over a preposition; "convicted in absentia of" is read as "convicted of"."""
    return prep.head.head.head if prep.head.lower_ == "absentia" else prep.head


def _of_gerund(verb: Token, control_of: ControlOf, depth: int) -> list[Argument]:
    """Return who does what a preposition brings in: "accused him of", "jailed for"."""
    prep, word = verb.head, _held_by(verb.head)
    if prep.pos_ != "ADP":
        return []
    governor = Governor(token=word, embed=prep.lower_)
    if word.pos_ in {*_VERBS, "ADJ"}:
        return controlled(governor, control_of, depth)
    is_party = word.pos_ in NOUNS and word.dep_ in {"dobj", "nsubjpass"} and control_of(word, prep.lower_) is None
    if is_party:
        return _as_subject([word])  # "acquitted the interpreter of passing": the parser hangs "of" on the noun
    return noun_owner(governor, control_of, depth)


def _of_complement(verb: Token, control_of: ControlOf, depth: int) -> list[Argument]:
    if verb.head.pos_ not in {*_VERBS, "ADJ", "NOUN"}:
        return []
    return controlled(Governor(token=verb.head, embed="xcomp"), control_of, depth)


def _of_adverbial(verb: Token, control_of: ControlOf, depth: int) -> list[Argument]:
    head = verb.head
    if head.pos_ not in _VERBS:
        return []
    if control_of(head, "advcl") == "obj" and verb.tag_ == "VB":
        return controlled(Governor(token=head, embed="advcl"), control_of, depth)
    return _as_subject(surface_subject(head)) or missing_subject(head, control_of, depth + 1)


_FINDERS: dict[str, _Finder] = {
    "conj": _of_coordinated,
    "acl": _of_participle,
    "relcl": _of_relative,
    "pcomp": _of_gerund,
    "xcomp": _of_complement,
    "advcl": _of_adverbial,
}


def is_object_relative(verb: Token) -> bool:
    """Say whether a relative clause has a subject of its own, so that its noun is the object."""
    if any(child.lower_ in {"where", "when", "why"} for child in verb.children):
        return False
    return verb.dep_ == "relcl" and any(
        child.dep_ == "nsubj" and child.lower_ not in RELATIVE_PRONOUNS for child in verb.children
    )


def missing_object(verb: Token, control_of: ControlOf) -> list[Argument]:
    """Return the object of a passive or relative clause, which stands outside it."""
    if verb.dep_ in {"acl", "amod", "relcl"}:
        return [
            Argument(slot="obj", head=head)
            for head in with_conjuncts(first_conjunct(verb.head) if _is_set_off(verb) else verb.head)
            if verb.head.pos_ in {"NOUN", "PROPN", "PRON"}
        ]
    if verb.dep_ in {"conj", "advcl"}:
        before = [head for name in noun_before(verb) for head in with_conjuncts(first_conjunct(name))]
        return [Argument(slot="obj", head=head) for head in before or surface_subject(verb)]
    if verb.dep_ in {"xcomp", "ccomp", "pcomp"}:
        return [Argument(slot="obj", head=a.head, inferred=True) for a in missing_subject(verb, control_of, 0)]
    return []


def _is_set_off(verb: Token) -> bool:
    """Say whether a clause stands behind a comma, and so may tell of all who are listed before it."""
    return verb.left_edge.i > 0 and verb.doc[verb.left_edge.i - 1].text == ","


def _as_subject(heads: list[Token]) -> list[Argument]:
    return [Argument(slot="subj", head=head, inferred=True) for head in heads]


def controlled(governor: Governor, control_of: ControlOf, depth: int) -> list[Argument]:
    """Return who does the embedded act under a governing verb; with no rule, its object if it has one."""
    verb = governor.token
    control = control_of(verb, governor.embed)
    if control == "none":
        return []
    if control not in {None, "subj", "obj"}:
        return _as_subject(
            [
                head
                for child in verb.children
                if child.dep_ in {"prep", "agent"} and child.lower_ == control
                for head in prep_objects(child)
            ]
        )
    objects = objects_of(verb)
    if objects and (control == "obj" or (control is None and governor.embed in _OBJECT_CONTROL)):
        return _as_subject(objects)
    return _as_subject(surface_subject(verb)) or missing_subject(verb, control_of, depth + 1)


def noun_owner(governor: Governor, control_of: ControlOf, depth: int) -> list[Argument]:
    """Return whose plan, order, attempt or suspicion a noun is.

    Its possessor, its "by" phrase, else the governing clause's party.
    """
    noun = governor.token
    control = control_of(noun, governor.embed)
    is_accusing = noun.lemma_.lower() in _ACCUSING
    own = [child for child in noun.children if child.dep_ == "poss"]
    preps = {"against"} if is_accusing else {"by"} | ({control} if control in {"of", "against", "on"} else set())
    own += [
        grand
        for child in noun.children
        if child.dep_ in {"prep", "agent"} and child.lower_ in preps
        for grand in prep_objects(child)
    ]
    if own:
        return _as_subject([head for start in own for head in with_conjuncts(start)])
    over = governor_of(noun)
    if over is None or depth > MAX_CLIMB:
        return []
    if is_accusing and over.embed == "obj" and over.token.lemma_ not in _MET_BY_THE_ACCUSED:
        return []  # "prosecutors dropped the charges" makes no spies of prosecutors
    if over.token.pos_ in {"VERB", "AUX", "ADJ"}:
        return controlled(over, control_of, depth + 1)
    return noun_owner(over, control_of, depth + 1)


_ACCUSING = frozenset({"charge", "count", "allegation", "accusation"})
_MET_BY_THE_ACCUSED = frozenset("face deny admit fight contest reject await beat escape answer dispute".split())
# "foiled a plot to abduct": the parser hangs "abduct" on "foiled" as often as on "plot".
_PLAN_NOUNS = frozenset(
    "plot plan attempt bid order conspiracy effort scheme mission instruction threat operation".split()
)


def _plan_before(verb: Token) -> Token | None:
    """Return the noun of planning that an infinitive follows, where the parser took the infinitive for a purpose."""
    if verb.dep_ not in {"advcl", "xcomp"} or verb.tag_ != "VB" or verb.left_edge.i == 0:
        return None
    before = verb.doc[verb.left_edge.i - 1]
    return before if before.lemma_.lower() in _PLAN_NOUNS and before.head == verb.head else None


def governor_of(token: Token) -> Governor | None:
    """Return the word over an act; None at the top of the sentence or under anything that governs no act."""
    plan = _plan_before(token)
    if plan is not None:
        return Governor(token=plan, embed="acl")
    current = token
    for _ in range(MAX_CLIMB):
        if current.dep_ != "conj":
            break
        current = current.head
    head = current.head
    if head == current:
        return None
    if current.dep_ in {"pobj", "pcomp"} and head.pos_ in {"ADP", "SCONJ", "ADV"}:
        return Governor(token=_held_by(head), embed=head.lower_) if head.head != head else None
    if current.dep_ in {"xcomp", "ccomp", "advcl", "acl", "compound"}:
        return Governor(token=head, embed=current.dep_)
    if current.dep_ in {"dobj", "nsubjpass", "attr", "oprd"}:
        return Governor(token=head, embed="obj")
    return None

"""Arguments of verbs and nouns in a parse, past passives, relative clauses, coordination and control: Token -> Argument."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

_RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that", "whose"})
# Without a rule, the object does what hangs on the verb so: "gave him eight years for setting", "caught them filming".
_OBJECT_CONTROL = frozenset({"xcomp", "advcl", "for", "of", "over"})
# "is under arrest", "went on trial", "remains in custody": the subject is whom the noun befalls.
_STATE_PREPOSITIONS = frozenset({"under", "in", "on", "into"})
_STATE_VERBS = frozenset("be remain stay go come stand place put keep hold take".split())
_MAX_CLIMB = 8  # governing words looked at; longer chains are parser errors


ControlOf = Callable[[Token, str], str | None]
"""(governing word, how the act hangs on it) -> who does the act: "subj", "obj", "none", "poss", "by", a preposition; None: no rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Governor:
    """The word over an act, and how the act hangs on it: "xcomp", "ccomp", "advcl", "obj", "acl", "compound", "behind", "of" ..."""

    token: Token
    embed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A noun phrase (its head) in a slot of a trigger: subj, obj, iobj, poss, compound, amod or "prep:in"."""

    slot: str
    head: Token
    inferred: bool = False  # through control or coordination: not in the trigger's own clause


def is_passive(verb: Token) -> bool:
    """Say whether the verb stands in the passive, also in reduced relatives ("a store burned by") and shared auxiliaries."""
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


def verb_arguments(verb: Token, control_of: ControlOf) -> tuple[Argument, ...]:
    """Return the arguments of a verb, with subject and object in the active sense."""
    found = [*_own_arguments(verb)]
    slots = {argument.slot for argument in found}
    passive = is_passive(verb)
    if "obj" not in slots and (passive or _is_object_relative(verb)):
        found += _missing_object(verb, control_of)
    if "subj" not in slots and not passive:
        found += _missing_subject(verb, control_of, 0)
    return tuple(_through_relative(argument, verb) for argument in found)


def _own_arguments(verb: Token) -> Iterator[Argument]:
    for child in verb.children:
        if child.dep_ in {"nsubj", "csubj"}:
            yield from (Argument(slot="subj", head=head) for head in with_conjuncts(child))
        elif child.dep_ in {"nsubjpass", "dobj"}:
            yield from (Argument(slot="obj", head=head) for head in with_conjuncts(child))
        elif child.dep_ == "dative":
            heads = [child] if child.pos_ != "ADP" else [grand for grand in child.children if grand.dep_ == "pobj"]
            yield from (Argument(slot="iobj", head=head) for start in heads for head in with_conjuncts(start))
        elif child.dep_ == "agent":
            yield from (Argument(slot="subj", head=head) for head in _prep_objects(child))
        elif child.dep_ == "prep":
            yield from prep_arguments(child)


def prep_arguments(prep: Token) -> Iterator[Argument]:
    """Yield the objects of a preposition as "prep:LEMMA", also of a chained one ("outside of", "from A to B")."""
    for head in _prep_objects(prep):
        yield Argument(slot=f"prep:{prep.lower_}", head=head)
    for child in prep.children:
        if child.dep_ == "prep":
            yield from prep_arguments(child)


def _prep_objects(prep: Token) -> Iterator[Token]:
    for child in prep.children:
        if child.dep_ in {"pobj", "pcomp"} and child.pos_ != "VERB":
            yield from with_conjuncts(child)


def surface_subject(verb: Token) -> list[Token]:
    """Return the grammatical subject of a clause, active or passive, shared through coordination."""
    current = verb
    for _ in range(_MAX_CLIMB):
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
    """Return the object that a participle after a comma belongs to: "stopped the ship Aurora, thought to have cut the cable"."""
    before = verb.left_edge.i - 1
    if verb.dep_ != "advcl" or verb.tag_ != "VBN" or before < 1 or verb.doc[before].text != ",":
        return []
    return [
        child
        for child in verb.head.children
        if child.dep_ == "dobj" and child.i < before and child.right_edge.i >= before - 1
    ]


def _is_object_relative(verb: Token) -> bool:
    if any(child.lower_ in {"where", "when", "why"} for child in verb.children):
        return False
    return verb.dep_ == "relcl" and any(
        child.dep_ == "nsubj" and child.lower_ not in _RELATIVE_PRONOUNS for child in verb.children
    )


def _missing_object(verb: Token, control_of: ControlOf) -> list[Argument]:
    if verb.dep_ in {"acl", "amod", "relcl"}:
        return [
            Argument(slot="obj", head=head)
            for head in with_conjuncts(verb.head)
            if verb.head.pos_ in {"NOUN", "PROPN", "PRON"}
        ]
    if verb.dep_ in {"conj", "advcl"}:
        return [Argument(slot="obj", head=head) for head in surface_subject(verb)]
    if verb.dep_ in {"xcomp", "ccomp", "pcomp"}:
        return [Argument(slot="obj", head=a.head, inferred=True) for a in _missing_subject(verb, control_of, 0)]
    return []


def _missing_subject(verb: Token, control_of: ControlOf, depth: int) -> list[Argument]:
    """Climb to the word that governs the verb and take the phrase that controls its subject."""
    head = verb.head
    if depth > _MAX_CLIMB or head == verb:
        return []
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        if is_passive(head):
            return [Argument(slot="subj", head=token) for token in surface_subject(head)]
        own = [a for a in _own_arguments(head) if a.slot == "subj"]
        return own or _missing_subject(head, control_of, depth + 1)
    if verb.dep_ == "acl" and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        if verb.tag_ == "VBG" or head.ent_type_ == "PERSON":
            return [Argument(slot="subj", head=head)]
        return _noun_owner(Governor(token=head, embed="acl"), control_of, depth)
    plan = _plan_before(verb)
    if plan is not None:
        return _noun_owner(Governor(token=plan, embed="acl"), control_of, depth)
    if verb.dep_ == "relcl":
        return [Argument(slot="subj", head=head)] if not _is_object_relative(verb) else []
    if verb.dep_ == "pcomp" and head.pos_ == "ADP":
        governor = Governor(token=head.head, embed=head.lower_)
        if (
            head.head.pos_ in {"NOUN", "PROPN"}
            and head.head.dep_ in {"dobj", "nsubjpass"}
            and control_of(head.head, head.lower_) is None
        ):
            return _as_subject([head.head])  # "acquitted the interpreter of passing": the parser hangs "of" on the noun
        return (
            _controlled(governor, control_of, depth)
            if head.head.pos_ in {"VERB", "AUX", "ADJ"}
            else _noun_owner(governor, control_of, depth)
        )
    if verb.dep_ == "xcomp" and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        return _controlled(Governor(token=head, embed="xcomp"), control_of, depth)
    if verb.dep_ == "advcl" and head.pos_ in {"VERB", "AUX"}:
        if control_of(head, "advcl") == "obj" and verb.tag_ == "VB":
            return _controlled(Governor(token=head, embed="advcl"), control_of, depth)
        return _as_subject(surface_subject(head)) or _missing_subject(head, control_of, depth + 1)
    return []


def _as_subject(heads: list[Token]) -> list[Argument]:
    return [Argument(slot="subj", head=head, inferred=True) for head in heads]


def _controlled(governor: Governor, control_of: ControlOf, depth: int) -> list[Argument]:
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
                for head in _prep_objects(child)
            ]
        )
    objects = objects_of(verb)
    if objects and (control == "obj" or (control is None and governor.embed in _OBJECT_CONTROL)):
        return _as_subject(objects)
    return _as_subject(surface_subject(verb)) or _missing_subject(verb, control_of, depth + 1)


def _noun_owner(governor: Governor, control_of: ControlOf, depth: int) -> list[Argument]:
    """Return whose plan, order, attempt or suspicion a noun is: its possessor, its "by" phrase, else the governing clause's party."""
    noun = governor.token
    control = control_of(noun, governor.embed)
    own = [child for child in noun.children if child.dep_ == "poss"]
    preps = {"by"} | ({control} if control in {"of", "against", "on"} else set())
    own += [
        grand
        for child in noun.children
        if child.dep_ in {"prep", "agent"} and child.lower_ in preps
        for grand in _prep_objects(child)
    ]
    if own:
        return _as_subject([head for start in own for head in with_conjuncts(start)])
    over = governor_of(noun)
    if over is None or depth > _MAX_CLIMB:
        return []
    if over.token.pos_ in {"VERB", "AUX", "ADJ"}:
        return _controlled(over, control_of, depth + 1)
    return _noun_owner(over, control_of, depth + 1)


def _through_relative(argument: Argument, verb: Token) -> Argument:
    """Replace a relative pronoun by the noun that its clause modifies."""
    if argument.head.lower_ not in _RELATIVE_PRONOUNS or argument.head.tag_ not in {"WP", "WDT", "IN", "WP$"}:
        return argument
    clause = verb
    for _ in range(_MAX_CLIMB):
        if clause.dep_ == "relcl":
            return Argument(slot=argument.slot, head=clause.head, inferred=argument.inferred)
        if clause.head == clause:
            break
        clause = clause.head
    return argument


def noun_arguments(noun: Token, control_of: ControlOf, light_verbs: frozenset[str]) -> tuple[Argument, ...]:
    """Return the arguments of an event noun: its own phrases, and the parties of a light verb that carries it."""
    found: list[Argument] = []
    for child in noun.children:
        if child.dep_ in {"poss", "compound", "amod", "nmod"}:
            found += [Argument(slot=child.dep_ if child.dep_ != "nmod" else "compound", head=child)]
        elif child.dep_ == "prep":
            found += prep_arguments(child)
        elif child.dep_ == "acl" and child.lemma_ in light_verbs:
            found += [a for a in verb_arguments(child, control_of) if a.head != noun]
        elif child.dep_ == "relcl" and child.lemma_ in light_verbs:
            found += [a for a in verb_arguments(child, control_of) if a.head != noun]
    if not any(argument.slot == "prep:of" for argument in found):
        found += _of_phrase_behind(noun)
    found += _carried_arguments(noun, control_of, light_verbs)
    found += _befallen(noun)
    return tuple(found)


def _of_phrase_behind(noun: Token) -> list[Argument]:
    """Return the "of" phrase behind places and times: "the murder in May in Lyon of N.N.", which the parser hangs on Lyon."""
    for token in noun.doc[noun.i + 1 : min(noun.i + 12, noun.sent.end)]:
        if token.lower_ == "of":
            people = [head for head in _prep_objects(token) if head.ent_type_ == "PERSON"]
            return [Argument(slot="prep:of", head=head) for head in people]
        if (
            token.pos_ not in {"ADP", "DET", "NUM", "PUNCT"}
            and token.ent_type_ not in {"GPE", "LOC", "FAC", "DATE", "TIME"}
            and (token.pos_ != "PROPN")
        ):
            break
    return []


def _befallen(noun: Token) -> list[Argument]:
    prep = noun.head
    if noun.dep_ == "pobj" and prep.lower_ == "behind":  # "the men behind the fire", "Moscow was behind the fire"
        heads = [prep.head] if prep.head.pos_ in {"NOUN", "PROPN", "PRON"} else surface_subject(prep.head)
        heads = [head for head in heads if head.ent_type_ not in {"GPE", "ORG"}]  # a state behind an act is its sponsor
        return [Argument(slot="subj", head=head) for head in heads]
    if noun.dep_ != "pobj" or prep.lower_ not in _STATE_PREPOSITIONS or prep.head.lemma_ not in _STATE_VERBS:
        return []
    return [Argument(slot="prep:of", head=head) for head in objects_of(prep.head) or surface_subject(prep.head)]


def _carried_arguments(noun: Token, control_of: ControlOf, light_verbs: frozenset[str]) -> list[Argument]:
    first = noun
    for _ in range(_MAX_CLIMB):
        if first.dep_ != "conj":
            break
        first = first.head
    verb = first.head
    if (
        verb.pos_ in {"VERB", "AUX"}
        and first.dep_ in {"dobj", "nsubjpass", "nsubj", "attr"}
        and verb.lemma_ in light_verbs
    ):
        return [a for a in verb_arguments(verb, control_of) if a.head not in {noun, first} and (a.slot != "obj")]
    over = governor_of(noun)
    if over is None or control_of(over.token, over.embed) is None:
        return []
    return (
        _controlled(over, control_of, 0)
        if over.token.pos_ in {"VERB", "AUX", "ADJ"}
        else _noun_owner(over, control_of, 0)
    )


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
    for _ in range(_MAX_CLIMB):
        if current.dep_ != "conj":
            break
        current = current.head
    head = current.head
    if head == current:
        return None
    if current.dep_ in {"pobj", "pcomp"} and head.pos_ in {"ADP", "SCONJ", "ADV"}:
        return Governor(token=head.head, embed=head.lower_) if head.head != head else None
    if current.dep_ in {"xcomp", "ccomp", "advcl", "acl", "compound"}:
        return Governor(token=head, embed=current.dep_)
    if current.dep_ in {"dobj", "nsubjpass", "attr", "oprd"}:
        return Governor(token=head, embed="obj")
    return None


def phrase_bounds(head: Token) -> tuple[int, int]:
    """Return the token range [start, end) of a noun phrase as one would quote it: left modifiers and "of" phrases, no clauses."""
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

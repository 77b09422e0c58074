"""Arguments of verbs and nouns in a parse, past passives, relative clauses, coordination and control.

Token -> Argument.
"""

from spacy.tokens import Token

from overt.extract.acts.control import (
    ControlOf,
    controlled,
    governor_of,
    is_object_relative,
    missing_object,
    missing_subject,
    noun_owner,
)
from overt.extract.acts.phrases import (
    MAX_CLIMB,
    RELATIVE_PRONOUNS,
    Argument,
    is_passive,
    objects_of,
    own_arguments,
    prep_arguments,
    prep_objects,
    surface_subject,
)

# "is under arrest", "went on trial", "remains in custody": the subject is whom the noun befalls.
_STATE_PREPOSITIONS = frozenset({"under", "in", "on", "into"})
_STATE_VERBS = frozenset("be remain stay go come stand place put keep hold take".split())


def verb_arguments(verb: Token, control_of: ControlOf) -> tuple[Argument, ...]:
    """Return the arguments of a verb, with subject and object in the active sense."""
    found = [*own_arguments(verb)]
    slots = {argument.slot for argument in found}
    passive = is_passive(verb)
    if "obj" not in slots and (passive or is_object_relative(verb)):
        found += missing_object(verb, control_of)
    if "subj" not in slots and not passive:
        found += missing_subject(verb, control_of, 0)
    return tuple(_through_relative(argument, verb) for argument in found)


def _through_relative(argument: Argument, verb: Token) -> Argument:
    """Replace a relative pronoun by the noun that its clause modifies."""
    if argument.head.lower_ not in RELATIVE_PRONOUNS or argument.head.tag_ not in {"WP", "WDT", "IN", "WP$"}:
        return argument
    clause = verb
    for _ in range(MAX_CLIMB):
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
        elif child.dep_ in {"acl", "relcl"} and child.lemma_ in light_verbs:
            found += [a for a in verb_arguments(child, control_of) if a.head != noun]
    found += _phrase_beside(noun)
    if not any(argument.slot == "prep:of" for argument in found):
        found += _of_phrase_behind(noun)
    found += _carried_arguments(noun, control_of, light_verbs)
    found += _befallen(noun)
    return tuple(found)


_SITE_PREPOSITIONS = frozenset({"at", "on", "against", "in"})


def _phrase_beside(noun: Token) -> list[Argument]:
    """Return the phrase right behind an event noun that the parser hangs on the verb.

    "link the fire at the depot to the service": what stands beside the fire tells of the fire.
    """
    after = noun.nbor() if noun.i + 1 < noun.sent.end else noun
    is_beside = after.dep_ == "prep" and after.lower_ in _SITE_PREPOSITIONS and after.head == noun.head
    return list(prep_arguments(after)) if is_beside and noun.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj"} else []


def _of_phrase_behind(noun: Token) -> list[Argument]:
    """Return the "of" phrase behind places and times.

    "the murder in May in Lyon of N.N.", which the parser hangs on Lyon.
    """
    for token in noun.doc[noun.i + 1 : min(noun.i + 12, noun.sent.end)]:
        if token.lower_ == "of":
            people = [head for head in prep_objects(token) if head.ent_type_ == "PERSON"]
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
    for _ in range(MAX_CLIMB):
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
        controlled(over, control_of, 0)
        if over.token.pos_ in {"VERB", "AUX", "ADJ"}
        else noun_owner(over, control_of, 0)
    )

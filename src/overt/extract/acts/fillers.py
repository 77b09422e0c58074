"""Fills the roles of a trigger: arguments of the parse -> Filler, with the phrase as quoted and what it stands for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from overt.base.spans import Span
from overt.extract.acts.frames import Filler
from overt.extract.acts.heads import name_beside, owners_of, ship_of, teller_of, whole_of
from overt.extract.acts.nouns import body_nouns, kin_nouns
from overt.extract.acts.phrases import Argument, phrase_bounds
from overt.extract.codebook.types import ArgumentKind, Trigger, TriggerPos
from overt.extract.entities.mentions import EntityMap
from overt.extract.entities.words import cue_words
from overt.extract.figures.person_facts import read_facts
from overt.extract.parse import Parsed, text_of
from overt.types.account import EntityKind, LocalEntity, MentionForm, PersonFacts, Role
from overt.types.passage import PassageKind

_DROPPED_LEADS = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "this", "that", "these", "those", "some", "our", "my", "your"}
)
_EMPTY_WORDS = frozenset(
    {
        "it",
        "this",
        "that",
        "which",
        "what",
        "there",
        "one",
        "those",
        "these",
        "some",
        "many",
        "most",
        "more",
        "others",
        "all",
        "each",
        "both",
    }
)


_ACCUSED = frozenset({Role.PERPETRATOR, Role.PROXY, Role.FACILITATOR, Role.HANDLER, Role.DIRECTOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class FillerSense:
    """What a phrase can stand for: a kind, and whether it is a thing of the target list."""

    kind: EntityKind
    is_thing: bool
    is_place: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FillerReader:
    """Reads fillers of one report: its entities, and the nouns that name things."""

    entities: EntityMap
    person_nouns: frozenset[str]
    thing_nouns: frozenset[str]
    officials: frozenset[str] = (
        frozenset()
    )  # keys of entities that speak in the report for a state, a court, the police, an outlet

    def read(self, parsed: Parsed, trigger: Trigger, arguments: Iterable[Argument]) -> tuple[Filler, ...]:
        """Return the fillers of the roles that the codebook gives the trigger's slots."""
        found: dict[tuple[Role, int], Filler] = {}
        arguments = tuple(arguments)
        slots = {argument.slot for argument in arguments}
        for argument in arguments:
            role = role_of_slot(trigger, argument.slot)
            if (
                argument.slot == "subj"
                and "obj" not in slots
                and trigger.obj is Role.OBJECT
                and self.sense(parsed, argument.head).is_thing
            ):
                role = Role.OBJECT  # "the pipe ruptured": it befell the subject
            if role is None or not self.is_allowed(parsed, trigger, argument):
                continue
            filler = self.filler(parsed, role, argument.head, inferred=argument.inferred)
            is_safe = filler is not None and not self._is_unsafe(filler) and not _is_its_own_law(filler, trigger)
            if filler is not None and is_safe and _can_stand(filler, argument.slot):
                found.setdefault((role, argument.head.i), filler)
        own = tuple(_without_self(found.values()))
        return (*own, *self._reached_through(parsed, trigger, own))

    def _reached_through(self, parsed: Parsed, trigger: Trigger, fillers: Iterable[Filler]) -> Iterator[Filler]:
        """Yield whom pressure on kin or the tapping of a thing is meant for: "the uncle of the blogger Jan Nemo"."""
        if trigger.type not in _THROUGH_OTHERS:
            return
        for filler in fillers:
            is_means = (
                filler.kind is EntityKind.UNKNOWN or filler.is_thing or filler.token.lemma_.lower() in kin_nouns()
            )
            for owner in owners_of(filler.token) if is_means and filler.role in {Role.VICTIM, Role.TARGET} else ():
                target = self.filler(parsed, Role.TARGET, owner, inferred=True)
                if target is not None and target.kind in {EntityKind.PERSON, EntityKind.GROUP}:
                    yield target

    def _is_unsafe(self, filler: Filler) -> bool:
        """Refuse to accuse by a pronoun somebody who speaks as an official.

        The commonest false link, and the gravest.
        """
        return (
            filler.role in _ACCUSED
            and filler.token.pos_ == "PRON"
            and filler.entity is not None
            and filler.entity.key in self.officials
        )

    def is_allowed(self, parsed: Parsed, trigger: Trigger, argument: Argument) -> bool:
        """Say whether the phrase is of a kind that the trigger takes in that slot."""
        allowed: frozenset[ArgumentKind] = {"subj": trigger.subj_is, "obj": trigger.obj_is}.get(
            argument.slot, frozenset()
        )
        if not allowed:
            return True
        sense = self.sense(parsed, argument.head)
        if sense.kind is not EntityKind.UNKNOWN and ArgumentKind(sense.kind.value) in allowed:
            return True
        if sense.is_thing or sense.is_place:
            return (sense.is_thing and ArgumentKind.THING in allowed) or (
                sense.is_place and ArgumentKind.PLACE in allowed
            )
        return ArgumentKind(sense.kind.value) in allowed

    def sense(self, parsed: Parsed, head: Token) -> FillerSense:
        """Return what the phrase stands for, by its entity, then by its noun."""
        entity = self.entities.entity_at(parsed.span_of(head))
        is_thing = self._is_thing(head)
        is_place = self._is_place(entity, head)
        if entity is not None and not (is_thing and entity.kind is EntityKind.UNKNOWN):
            return FillerSense(kind=entity.kind, is_thing=is_thing and entity.name is None, is_place=is_place)
        is_person = (
            head.pos_ == "PRON"
            or head.ent_type_ == "PERSON"
            or head.lower_ in {"year-old", "year-olds"}
            or _is_aged(head)
        )
        if is_person or head.lemma_.lower() in self.person_nouns:
            return FillerSense(kind=EntityKind.PERSON, is_thing=False, is_place=False)
        if head.lower_ in body_nouns():
            return FillerSense(kind=EntityKind.ORGANISATION, is_thing=False, is_place=False)
        if head.ent_type_ in {"ORG", "NORP"} and not is_thing:
            return FillerSense(
                kind=EntityKind.ORGANISATION if head.ent_type_ == "ORG" else EntityKind.GROUP,
                is_thing=False,
                is_place=False,
            )
        return FillerSense(
            kind=EntityKind.UNKNOWN, is_thing=is_thing or head.ent_type_ in {"FAC", "PRODUCT"}, is_place=is_place
        )

    def _is_thing(self, head: Token) -> bool:
        """Say whether a noun, or it with the word before it ("shopping centre"), is on the list of what is hit."""
        noun = head.lemma_.lower()
        if head.pos_ != "NOUN" or noun in self.thing_nouns:
            return head.pos_ == "NOUN"
        return head.i > head.sent.start and f"{head.nbor(-1).lower_} {noun}" in self.thing_nouns

    def _is_place(self, entity: LocalEntity | None, head: Token) -> bool:
        """Say whether a name is a place; the tagger takes unknown people for towns, which an apposition corrects."""
        if head.ent_type_ not in {"GPE", "LOC", "FAC"} or (entity is not None and entity.kind is not EntityKind.STATE):
            return False
        return not any(child.dep_ == "appos" and child.lemma_.lower() in self.person_nouns for child in head.children)

    def filler(self, parsed: Parsed, role: Role, head: Token, *, inferred: bool = False) -> Filler | None:
        """Return the filler for a phrase; None for words that name nobody ("it", an unresolved pronoun, a clause)."""
        head = ship_of(head) if role in _ACCUSED else head
        head = (
            teller_of(head) if head.lower_ == "it" and self.entities.entity_at(parsed.span_of(head)) is None else head
        )
        if (
            (role in _ACCUSED and head.lemma_.lower() in cue_words("ship_parts"))
            or (head.lower_ in _EMPTY_WORDS and self.entities.entity_at(parsed.span_of(head)) is None)
            or head.pos_ in {"VERB", "ADP", "PUNCT", "SCONJ", "ADV"}
            or (head.ent_type_ in {"DATE", "TIME"} and not _is_aged(head))
            or any(child.lower_ == "no" and child.dep_ == "det" for child in head.children)
        ):
            return None
        described, head = head, name_beside(whole_of(head))
        head_span = parsed.span_of(head)
        entity = self.entities.entity_at(head_span)
        if entity is None and (head.pos_ == "PRON" or _is_headline_word(parsed, head)):
            return None
        span = self._phrase(parsed, head)
        mention = next((m for m in entity.mentions if m.span.contains(head_span)), None) if entity else None
        if mention is not None and mention.form is not MentionForm.DESCRIPTION:
            span = mention.span
        sense = self.sense(parsed, head)
        text = _described(entity, _words(parsed, span), is_pronoun=head.pos_ == "PRON")
        return Filler(
            role=role,
            token=head,
            span=span,
            text=text,
            kind=sense.kind,
            is_thing=sense.is_thing,
            entity=entity,
            facts=_facts(parsed, described, sense.kind, entity),
            inferred=inferred or head.pos_ == "PRON" or self.entities.is_inferred(head_span),
        )

    def _phrase(self, parsed: Parsed, head: Token) -> Span:
        start, end = phrase_bounds(head)
        while start < head.i and (parsed.doc[start].lower_ in _DROPPED_LEADS or parsed.doc[start].is_punct):
            start += 1
        return parsed.span_of(parsed.doc[start:end])


_THROUGH_OTHERS = frozenset({"coercion.family", "coercion.digital"})


def _is_its_own_law(filler: Filler, trigger: Trigger) -> bool:
    """Say whether those who arrest and charge would be held themselves: "prosecutors spoke of ..., arrested today"."""
    return (
        trigger.type.startswith("response.")
        and filler.role is Role.PERPETRATOR
        and filler.kind is EntityKind.ORGANISATION
        and filler.token.lower_ in body_nouns()
    )


def _is_headline_word(parsed: Parsed, head: Token) -> bool:
    """Say whether a capitalised word of a heading names nobody: "Allies Allege Poisoning"."""
    return parsed.passage.kind is PassageKind.HEADING and head.pos_ == "PROPN" and head.ent_type_ in {"ORG", "PERSON"}


def _facts(parsed: Parsed, noun: Token, kind: EntityKind, entity: LocalEntity | None) -> PersonFacts:
    """Return what a phrase says of people, and what another description in the passage adds.

    A body is neither minor nor at risk.
    """
    facts = read_facts(parsed, noun)
    for mention in entity.mentions if entity is not None and entity.kind is EntityKind.PERSON else ():
        words = parsed.tokens_at(mention.span) if mention.form is MentionForm.DESCRIPTION else None
        if (
            words is not None
            and parsed.passage.span.contains(mention.span)
            and (not facts.age or not facts.nationality)
        ):
            told = read_facts(parsed, words.root)
            facts = replace(facts, age=facts.age or told.age, nationality=facts.nationality or told.nationality)
    if kind in {EntityKind.PERSON, EntityKind.GROUP, EntityKind.UNKNOWN}:
        return facts
    return replace(facts, age=None, is_minor=False, at_risk=False)


def _without_self(fillers: Iterable[Filler]) -> Iterator[Filler]:
    """Leave out a pronoun that would make somebody do it to himself: "two men ... set them alight"."""
    doers = {filler.key for filler in fillers if filler.role in _ACCUSED}
    for filler in fillers:
        is_pronoun = filler.token.pos_ == "PRON" and not filler.token.lower_.endswith(("self", "selves"))
        if not (is_pronoun and filler.role in {Role.OBJECT, Role.VICTIM, Role.TARGET} and filler.key in doers):
            yield filler


def _is_aged(head: Token) -> bool:
    """Say whether a phrase names people by their age alone: "a 26-year-old"."""
    return (
        head.lower_ in {"old", "olds"} and head.i >= 4 and head.nbor(-1).text == "-" and head.nbor(-2).lower_ == "year"
    )


def _can_stand(filler: Filler, slot: str) -> bool:
    """Say whether a phrase of unknown kind can stand in its role.

    People have names, things that are hit are on the list.
    """
    is_site = slot.startswith(("prep:", "compound")) and filler.token.ent_type_ in {"GPE", "LOC"}
    if is_site and not filler.is_thing and filler.role in {Role.OBJECT, Role.VICTIM, Role.PERPETRATOR}:
        return False  # "the fires in Riga" hit something in Riga
    if filler.kind is not EntityKind.UNKNOWN or filler.entity is not None or filler.token.pos_ == "PROPN":
        return True
    if filler.role in {Role.OBJECT, Role.TARGET, Role.VICTIM}:
        return filler.is_thing or (slot in {"obj", "prep:of"} and filler.role is Role.OBJECT)
    return False


def role_of_slot(trigger: Trigger, slot: str) -> Role | None:
    """Return the role that the codebook gives a slot of the trigger.

    None for places, times, means and slots it does not use.
    """
    if slot.startswith("prep:"):
        prep = slot.removeprefix("prep:")
        if prep == "by" and trigger.pos is not TriggerPos.NOUN:
            return None  # the agent of a passive stands in "subj"; "by Reuters", "by Monday" are no doers
        value = trigger.of if prep == "of" and trigger.of is not None else trigger.preps.get(prep)
    elif slot in {"poss", "compound"}:
        value = trigger.poss if slot == "poss" else trigger.compound
    elif slot == "subj":
        value = trigger.by if trigger.pos is TriggerPos.NOUN else trigger.subj
    else:
        value = {"obj": trigger.obj, "iobj": trigger.iobj}.get(slot)
    return value if isinstance(value, Role) else None


def _words(parsed: Parsed, span: Span) -> str:
    shift = parsed.passage.span.start
    return text_of(parsed.doc)[span.start - shift : span.end - shift]


def _described(entity: LocalEntity | None, text: str, *, is_pronoun: bool) -> str:
    """Return how the report describes whom a phrase without a name stands for, with the age where it tells it."""
    if entity is None:
        return text
    if entity.name:
        return entity.name if is_pronoun else text
    told = [m.quote for m in entity.mentions if m.form is not MentionForm.PRONOUN]
    own = told[0] if is_pronoun and told else text
    is_one = entity.kind is EntityKind.PERSON
    aged = next((quote for quote in told if is_one and _AGE.search(quote)), None)
    return own if aged is None or _AGE.search(own) else re.sub(r"^(an?|the) ", "", aged, flags=re.IGNORECASE)


_AGE = re.compile(r"\b\d\d?[- ]years?[- ]old")

"""Completes where an act happened from the sentences around it: groups of frames -> the same groups, each with a site.

A report names the town once and goes on with "there" or nothing at all; the site of the nearest sentence is taken, and
marked as inferred. The body that acts in a legal step ("Polish prosecutors") says in which country it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from babel import Locale
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.acts.events import EventReader
from overt.extract.acts.frames import Frame, PlaceHit
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, Role

_ACTING = frozenset({Role.AUTHORITY, Role.COURT})
_BACK, _FORTH = 4, 3  # sentences looked at before and after


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """All sites of a report and all bodies with their country, each with the number of its sentence."""

    sites: tuple[tuple[int, PlaceHit], ...]
    bodies: tuple[tuple[int, PlaceHit], ...]
    numbers: dict[tuple[int, int], int]
    paragraphs: dict[int, int]  # by number of the sentence


def read_scenery(reader: EventReader, parsed: Sequence[Parsed]) -> Scenery:
    """Return the sites and bodies of a report in the order of the text."""
    sites: list[tuple[int, PlaceHit]] = []
    bodies: list[tuple[int, PlaceHit]] = []
    numbers: dict[tuple[int, int], int] = {}
    for item in parsed:
        for sentence in item.doc.sents:
            number = len(numbers)
            numbers[item.passage.index, sentence.start] = number
            sites += [(number, place) for place in reader.sites(item, sentence) if place.role == "event_site"]
            bodies += [(number, place) for token in sentence if (place := _body_place(item, token)) is not None]
    return Scenery(
        sites=tuple(sites),
        bodies=tuple(bodies),
        numbers=numbers,
        paragraphs={number: paragraph for (paragraph, _), number in numbers.items()},
    )


@cache
def _bodies() -> tuple[frozenset[str], frozenset[str]]:
    bodies = read_knowledge("person_nouns.yaml")["bodies"]
    offices = frozenset(
        {
            "judge",
            "prosecutor",
            "court",
            "police",
            "minister",
            "ministry",
            "spokesman",
            "spokeswoman",
            "president",
            "border",
            "authority",
            "customs",
        }
    )
    demonyms = frozenset(read_knowledge("nationalities.yaml")["demonyms"])
    # A foreign service or army is more often the accused than the one that acts, and an embassy lies abroad.
    return frozenset(bodies["organisation"]) - _NOT_ACTING | offices, demonyms


def _is_site_or_guard(head: Token) -> bool:
    """Say whether a noun is a stretch of its country where something happens, or one of its navy or police."""
    lemma = head.lemma_.lower()
    if lemma in _STRETCHES:
        return head.dep_ == "pobj" and head.head.lower_ in _ON_SITE
    return lemma in {"officer", "official", "vessel"} and any(child.lower_ in _GUARDING for child in head.children)


_STRETCHES = frozenset(
    (
        "island coast town city village port border waters airspace soil territory capital resort suburb airport "
        "forest prison jail"
    ).split()
)
_ON_SITE = frozenset("in at near off on over outside along around".split())
_GUARDING = frozenset("naval police customs border security coastguard navy patrol".split())
_NOT_ACTING = frozenset("embassy consulate bank university army military forces troops".split())
_SEATS = frozenset("court tribunal police prosecutor".split())
_OF_ANY_SEAT = frozenset(
    "supreme high higher regional district federal constitutional appeal appeals criminal county city central crown "
    "magistrates court military international european national state metropolitan royal security border the".split()
)


def _site_named(parsed: Parsed, token: Token, *, is_state: bool) -> PlaceHit:
    """Return the site that a body is named after: a country, else a town that no tagger took for one."""
    return PlaceHit(
        name=token.text,
        role="event_site",
        preposition=None,
        token=token,
        span=parsed.span_of(token),
        is_state=is_state,
        is_guess=not is_state,
        inferred=True,
    )


def _seat(parsed: Parsed, token: Token) -> PlaceHit | None:
    """Return the town that a court or police force is named after: "Vilnius" of "Vilnius District Court"."""
    is_first = token.i == 0 or token.nbor(-1).pos_ != "PROPN"
    if not is_first or token.pos_ != "PROPN" or token.lower_ in _OF_ANY_SEAT:
        return None
    following = token.doc[token.i + 1 : token.i + 4]
    name = list(takewhile(lambda word: word.pos_ in {"PROPN", "ADJ"} or word.lemma_.lower() in _SEATS, following))
    if not any(word.lemma_.lower() in _SEATS for word in name):
        return None
    return _site_named(parsed, token, is_state=False)


@cache
def _services() -> frozenset[str]:
    return frozenset(read_knowledge("person_nouns.yaml")["bodies"]["service"])


def _body_place(parsed: Parsed, token: Token) -> PlaceHit | None:
    """Return what a body is named after: "Polish" of "Polish prosecutors", "Finland" of "Finland's police"."""
    nouns, demonyms = _bodies()
    is_country = token.text in demonyms and token.dep_ in {"amod", "compound", "nmod"}
    is_owner = token.dep_ == "poss" and token.ent_type_ == "GPE"
    if not (is_country or is_owner) or token.head == token:
        return _seat(parsed, token)
    if (
        token.head.lower_ not in nouns
        and token.head.lemma_.lower() not in nouns
        and not _is_site_or_guard(token.head)
        and not (is_owner and token.head.ent_type_ == "ORG" and token.head.lower_ not in _services())
    ):
        return None
    return _site_named(parsed, token, is_state=True)


def complete_places(group: Sequence[Frame], scenery: Scenery) -> tuple[Frame, ...]:
    """Return the frames with a site added to the first that may carry one, if none has any."""
    if any(place.role == "event_site" for frame in group for place in frame.places):
        return tuple(group)
    numbers = [scenery.numbers[frame.passage_sentence] for frame in group if not frame.is_heading] or [
        scenery.numbers[frame.passage_sentence] for frame in group
    ]
    site = _of_authority(group) or _choose(numbers, group[0].family, scenery)
    if site is None:
        return tuple(group)
    at = next((index for index, frame in enumerate(group) if not frame.is_heading), 0)
    return tuple(
        replace(frame, places=(*frame.places, replace(site, inferred=True))) if index == at else frame
        for index, frame in enumerate(group)
    )


def _of_authority(group: Sequence[Frame]) -> PlaceHit | None:
    """Return the country of the body that takes a legal or diplomatic step: "Moldova expelled", "the FBI arrested"."""
    for frame in group:
        for filler in frame.fillers:
            country = filler.entity.country if filler.entity is not None else None
            words = {word.lemma_.lower() for word in filler.token.subtree}
            is_public = filler.kind in {EntityKind.STATE, EntityKind.SERVICE} or bool(words & _bodies()[0])
            is_acting = filler.role in _ACTING and is_public and not words & _NOT_ACTING
            if frame.family == "response" and is_acting and country is not None:
                return PlaceHit(
                    name=str(Locale("en").territories.get(country, country)),
                    role="event_site",
                    preposition=None,
                    token=filler.token,
                    span=filler.span,
                    is_state=True,
                    inferred=True,
                )
    return None


def _choose(numbers: Sequence[int], family: str, scenery: Scenery) -> PlaceHit | None:
    here = [place for number, place in scenery.bodies if number in numbers]
    beside = {number for number, paragraph in scenery.paragraphs.items() if paragraph in _paragraphs(numbers, scenery)}
    own = _nearest(numbers, [site for site in scenery.sites if site[0] in beside])
    near, bodies = _nearest(numbers, scenery.sites), _nearest(numbers, scenery.bodies)
    if family == "response":
        found = here[0] if here else near or bodies
    else:  # the next paragraph may be of another matter: a body that acts in this one tells more than a town in that
        found = own or (here[0] if here else near or bodies)
    return found or _nearest(numbers, scenery.sites, reach=None)


def _paragraphs(numbers: Sequence[int], scenery: Scenery) -> frozenset[int]:
    return frozenset(scenery.paragraphs[number] for number in numbers)


def _nearest(
    numbers: Sequence[int],
    places: Sequence[tuple[int, PlaceHit]],
    *,
    reach: tuple[int, int] | None = (_BACK, _FORTH),
) -> PlaceHit | None:
    """Return the place of the nearest sentence within reach (None: anywhere), one before rather than one after."""
    ranked = [
        (abs(number - own), number > own, index)
        for index, (number, _) in enumerate(places)
        for own in numbers
        if reach is None or -reach[0] <= number - own <= reach[1]
    ]
    return places[min(ranked)[2]][1] if ranked else None

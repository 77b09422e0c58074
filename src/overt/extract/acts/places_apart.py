"""Takes apart what one word tells of several towns: a frame -> one for each ("fires at a depot in A and a hall in B").

An act on things or people happens at one place (R4): towns that a conjunction joins are places of as many acts. What
was hit goes with the town that it stands beside. Countries, and a stretch "between A and B", are taken apart by nobody.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from overt.extract.acts.frames import Filler, Frame, PlaceHit
from overt.types.account import Role

_FAMILIES = ("violence", "sabotage")
_HIT = (Role.OBJECT, Role.TARGET, Role.VICTIM)
_STRETCH = frozenset({"between", "across", "through", "throughout", "along"})


def take_apart(frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames, one for each town that a conjunction joins."""
    return [one for frame in frames for one in _by_town(frame)]


def _by_town(frame: Frame) -> list[Frame]:
    if frame.family not in _FAMILIES or frame.is_aggregate or frame.is_generic:
        return [frame]
    towns = [place for place in frame.places if _is_town(place)]
    joined = [(town, joint) for town in towns[1:] if (joint := _joint(towns[0].token, town.token)) is not None]
    if not joined:
        return [frame]
    tops = [joint for _, joint in joined]
    parts = [(towns[0], [f for f in frame.fillers if _goes_with_first(f, frame, tops)])]
    parts += [(town, [f for f in frame.fillers if _goes_with(f, top, frame)]) for town, top in joined]
    others = [place for place in frame.places if place not in [town for town, _ in parts]]
    return [
        replace(frame, places=(town, *others), fillers=tuple(fillers), apart=town.name.casefold())
        for town, fillers in parts
    ]


def _is_town(place: PlaceHit) -> bool:
    is_on_map = place.token.ent_type_ != "LOC" and not place.is_state and not place.inferred
    return is_on_map and place.role == "event_site" and place.preposition not in _STRETCH


def _joint(first: Token, other: Token) -> Token | None:
    """Return the conjunct in which the other town stands, where a conjunction joins it to the first or its phrase."""
    token = other
    while token.head != token:
        if token.dep_ == "conj" and token.pos_ not in {"VERB", "AUX"}:
            head = token.head
            return token if head == first or head.is_ancestor(first) else None
        token = token.head
    return None


def _goes_with_first(filler: Filler, frame: Frame, tops: Sequence[Token]) -> bool:
    is_of_other = any(filler.token == top or top.is_ancestor(filler.token) for top in tops)
    return filler.role not in _HIT or not is_of_other or not _is_shared_out(frame, tops)


def _goes_with(filler: Filler, top: Token, frame: Frame) -> bool:
    """Say whether a filler is of the act in another town: what was hit there, or is told of all."""
    if filler.role not in _HIT or not _is_shared_out(frame, [top]):
        return True
    return filler.token == top or top.is_ancestor(filler.token)


def _is_shared_out(frame: Frame, tops: Sequence[Token]) -> bool:
    """Say whether every one of the conjuncts names what was hit there."""
    hit = [filler.token for filler in frame.fillers if filler.role in _HIT]
    return all(any(token == top or top.is_ancestor(token) for token in hit) for top in tops)

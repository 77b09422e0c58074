"""Settles who plays which part in one incident: what was told in, the same without contradictions of role out.

Nobody whom the report calls hurt by an act is accused of it through a pronoun or a slip of the parser, and "two men"
are the two whom the report names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from overt.extract.accounts.steps import Told
from overt.extract.acts.frames import Filler, Frame
from overt.types.account import EntityKind, Role

_ACCUSED = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER, Role.FACILITATOR})
_HURT = frozenset({Role.VICTIM, Role.TARGET})
_HURTING = frozenset({"violence", "sabotage", "coercion"})


def cast_roles(told: Sequence[Told], steps: Sequence[Sequence[int]]) -> list[Told]:
    """Return the incidents of a report with nobody both hurt and accused, and a group by the names of its people.

    `steps` has for each incident the acts of which it is a step of the law. "Two men" are only named by what the report
    tells of the same case: two others who are held for something else are never put in their place.
    """
    settled = [_without_contradiction(item.frames) for item in told]
    cast = []
    for item, frames, case in zip(told, settled, _cases(steps), strict=True):
        whole = [frame for number in sorted(case) for frame in settled[number]]
        named = _named_suspects(whole)
        cast.append(replace(item, frames=_with_names(frames, _groups_of(whole, len(named)), named)))
    return cast


def _cases(steps: Sequence[Sequence[int]]) -> list[frozenset[int]]:
    """Return for each incident all that belong to one case with it: an act and the steps of the law about it."""
    cases = [frozenset({number}) for number in range(len(steps))]
    for number, acts in enumerate(steps):
        for act in acts:
            joined = cases[number] | cases[act]
            for one in joined:
                cases[one] = joined
    return cases


def _without_contradiction(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Leave out the less sure of two parts that one person has; where both are sure, the one that accuses."""
    if frames[0].family not in _HURTING:
        return tuple(frames)
    hurt = {filler.key for filler in _fillers(frames, _HURT) if not filler.inferred and _is_one(filler)}
    accused = {filler.key for filler in _fillers(frames, _ACCUSED) if not filler.inferred and _is_one(filler)} - hurt
    return tuple(
        replace(frame, fillers=tuple(f for f in frame.fillers if not _contradicts(f, hurt, accused)))
        for frame in frames
    )


def _contradicts(filler: Filler, hurt: set[str], accused: set[str]) -> bool:
    return (filler.role in _ACCUSED and filler.key in hurt) or (filler.role in _HURT and filler.key in accused)


def _is_one(filler: Filler) -> bool:
    return filler.entity is not None and filler.entity.kind in {EntityKind.PERSON, EntityKind.UNKNOWN}


def _fillers(frames: Sequence[Frame], roles: frozenset[Role]) -> Iterator[Filler]:
    return (filler for frame in frames for filler in frame.fillers if filler.role in roles)


def _named_suspects(frames: Sequence[Frame]) -> dict[str, Filler]:
    """Return those who are named as suspects."""
    return {
        filler.key: filler
        for filler in _fillers(frames, frozenset({Role.PERPETRATOR}))
        if filler.entity is not None and filler.entity.name and filler.kind is EntityKind.PERSON
    }


def _with_names(frames: Sequence[Frame], groups: frozenset[str], named: Mapping[str, Filler]) -> tuple[Frame, ...]:
    """Put the names in the place of a group that counts as many: "two men were charged ... Jan Nemo and Ida Tirk"."""
    return tuple(
        replace(frame, fillers=tuple(one for filler in frame.fillers for one in _named(filler, groups, named)))
        for frame in frames
    )


def _named(filler: Filler, groups: frozenset[str], named: Mapping[str, Filler]) -> Iterator[Filler]:
    is_beside = any(one.token.sent == filler.token.sent for one in named.values())
    if filler.role is not Role.PERPETRATOR or filler.key not in groups or is_beside:
        yield filler
        return
    for one in named.values():
        yield replace(filler, entity=one.entity, kind=one.kind, facts=one.facts, inferred=True)


def _groups_of(frames: Sequence[Frame], many: int) -> frozenset[str]:
    """Return the groups without a name that count so many people."""
    return frozenset(
        filler.key
        for filler in _fillers(frames, frozenset({Role.PERPETRATOR}))
        if many >= _A_PAIR
        and filler.facts.count_lo == filler.facts.count_hi == many
        and not (filler.entity is not None and filler.entity.name)
    )


_A_PAIR = 2

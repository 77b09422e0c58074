"""Folds what only prepared an act into it (rule R7): the incidents of a report in, the same without bare preparations.

"She said the men had followed the journalist for weeks", told of a plot to abduct her, is a field of that plot. A
preparation stays an incident of its own where it has its own day, place, suspects or step of the law.
"""

from collections.abc import Sequence
from dataclasses import replace

from overt.extract.accounts.building import choose_stage_frame
from overt.extract.accounts.steps import DOERS, Told, link_steps
from overt.extract.codebook.ties import Ties
from overt.types.account import EntityKind, Role, Stage
from overt.types.claim import Polarity

_PEOPLE = frozenset({EntityKind.PERSON, EntityKind.UNKNOWN, EntityKind.GROUP})
_HIT = frozenset({Role.VICTIM, Role.TARGET})
_STILL_TO_COME = frozenset({Stage.ORDERED, Stage.PLANNED, Stage.THREATENED})  # all that was done is the preparation


def fold_preparations(told: Sequence[Told], ties: Ties) -> list[Told]:
    """Return the incidents of a report in their order; one that took in a preparation holds its frames apart."""
    whole = list(told)
    while (pair := _next_pair(whole, ties)) is not None:
        number, act = pair
        item = whole[number]
        sponsors = (one for one in item.sponsors if one not in whole[act].sponsors)
        whole[act] = replace(
            whole[act],
            sponsors=(*whole[act].sponsors, *sponsors),
            preparations=(*whole[act].preparations, *item.frames),
        )
        del whole[number]
    return whole


def _next_pair(told: Sequence[Told], ties: Ties) -> tuple[int, int] | None:
    """Return a preparation and its act. Each one folded in may tie the next, and leave a step of the law one act."""
    steps = link_steps(told)
    judged = {act for number, acts in enumerate(steps) for act in acts if _is_named_in(told[number], told[act])}
    cases = [[item, *(told[n] for n, acts in enumerate(steps) if number in acts)] for number, item in enumerate(told)]
    for number, item in enumerate(told):
        act = None if number in judged else _act_of(item, cases, ties)
        if act is not None:
            return number, act
    return None


def _is_named_in(step: Told, act: Told) -> bool:
    """Say whether a step of the law is for this very act: "charged with surveillance of the base"."""
    verbs = {(frame.passage_sentence, frame.token.i) for frame in step.frames}
    return any(
        frame.embedded_in is not None and (frame.passage_sentence, frame.embedded_in.i) in verbs for frame in act.frames
    )


def _act_of(item: Told, cases: Sequence[Sequence[Told]], ties: Ties) -> int | None:
    """Return the act that an incident only prepared: the one with which it shares most people, the first of equals.

    `cases` has each incident with the steps of the law about it: who is held for an act belongs to it.
    """
    families = ties.prepares(frame.type for frame in item.frames)
    if not families or any(frame.voice.polarity is Polarity.DENIED for frame in item.frames):
        return None
    shared = {
        number: len(_people(item) & frozenset().union(*map(_people, case)))
        for number, case in enumerate(cases)
        if case[0].frames[0].family in families
        and not ties.prepares(frame.type for frame in case[0].frames)
        and choose_stage_frame(case[0].frames).stage not in _STILL_TO_COME
        and _is_within(item, case)
    }
    best = max(shared, key=lambda number: (shared[number], -number), default=None)
    return best if best is not None and shared[best] else None


def _is_within(item: Told, case: Sequence[Told]) -> bool:
    """Say whether a preparation has no day, place or suspect of its own beside an act."""
    return (
        _days(item) <= _days(case[0])
        and _sites(item) <= _sites(case[0])
        and _named(item) <= frozenset().union(*map(_people, case))
    )


def _days(item: Told) -> set[str]:
    return {hit.interval.edtf for f in item.frames for hit in f.times if hit.interval and not hit.inferred}


def _sites(item: Told) -> set[str]:
    return {
        hit.name.casefold()
        for frame in item.frames
        for hit in frame.places
        if hit.role == "event_site" and not hit.inferred and not hit.is_state
    }


def _named(item: Told) -> set[str]:
    """Return who is named as the doer."""
    return {
        filler.key
        for frame in item.frames
        for filler in frame.fillers
        if filler.role in DOERS and filler.kind in _PEOPLE and filler.entity is not None and filler.entity.name
    }


def _people(item: Told) -> set[str]:
    """Return who did or suffered what is told, its preparations included."""
    return {
        filler.key
        for frame in (*item.frames, *item.preparations)
        for filler in frame.fillers
        if filler.role in DOERS | _HIT and filler.kind in _PEOPLE and filler.entity is not None
    }

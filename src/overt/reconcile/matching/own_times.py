"""Gives the times of one report to whom they belong: a month that stands beside an arrest may be that of its matter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overt.reconcile.matching.facts import Facts

_NEWS = timedelta(days=60)  # a step of the law is told when it is taken


def with_own_times(facts: Sequence["Facts"]) -> tuple["Facts", ...]:
    """Return the facts of one report; a step of the law has no time that is rather its act's.

    "Convicted of the fire in May 2024" dates the fire. So does "held since June over an attack in March" if the report
    came out long after; where the act has no time, it gets it.
    """
    by_id = {fact.id: fact for fact in facts}
    settled = dict(by_id)
    for fact in facts:
        acts = [by_id[act] for act in fact.stage_of if act in by_id]
        if len(acts) != 1 or not fact.is_legal or not _is_of_act(fact, acts[0]):
            continue
        settled[fact.id] = replace(fact, lo=None, hi=None, yearless=None)
        if acts[0].lo is None and acts[0].hi is None and acts[0].yearless is None:
            act = settled[acts[0].id]
            settled[act.id] = replace(act, lo=fact.lo, hi=fact.hi, yearless=fact.yearless)
    return tuple(settled[fact.id] for fact in facts)


def _is_of_act(step: "Facts", act: "Facts") -> bool:
    """Say whether a step's time is its act's: both have the same, or the act has none and it is old or vague."""
    if step.lo is None or step.hi is None:
        return False
    if (act.lo, act.hi) == (step.lo, step.hi):
        return not _is_news(step)
    if act.lo or act.hi or act.yearless:
        return False
    is_vague = (step.days or 0) >= _MONTH and step.published is None
    return is_vague or _is_old(step)


_MONTH = 28


def _is_old(step: "Facts") -> bool:
    return step.published is not None and step.hi is not None and step.published[0] - step.hi > _NEWS


def _is_news(step: "Facts") -> bool:
    return step.published is not None and not _is_old(step)

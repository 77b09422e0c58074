"""Puts an account's time mentions on the calendar and chooses its time: `Account` -> `EventTime`s."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from overt.base.calendar import TimeExpression, TimeTold, find_times, resolve_time, tell_times
from overt.base.calendar.forms import Bounded
from overt.base.edtf import Interval, covers, intersect, make_interval
from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.types.account import Account, Granularity, Stage, TimeMention
from overt.types.linked import EventTime, LinkedAccount, Place
from overt.types.report import Report

_AHEAD = (Stage.PLANNED, Stage.THREATENED, Stage.ORDERED)
_DONE = (Stage.OCCURRED, Stage.ATTEMPTED, Stage.FOILED)
_YEAR_DAYS = 364
_STEP_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a report's times are read by: its times as found, its language, and when it was published."""

    told: tuple[TimeTold, ...]
    language: str
    published: Interval | None


def read_clock(report: Report) -> Clock:
    """Return the clock of a report: every time in its text, found once."""
    language = report.language if report.language != "und" else "en"
    published = report.published.interval if report.published else None
    apart = tuple((part.span.start, part.span.end) for part in report.boilerplate)
    return Clock(told=tell_times(report.text, language, published, apart), language=language, published=published)


def resolve_mentions(
    account: Account, clock: Clock, places: Sequence[Place] = ()
) -> tuple[tuple[TimeMention, EventTime], ...]:
    """Return the account's time mentions that can be placed, each with its time; `places` say whose summer it was."""
    placed = []
    is_south = _is_south(places)
    for mention in account.times:
        told = _time_told(mention, clock)
        if told is None:
            continue
        expression = told.expression
        tense = "future" if account.stage in _AHEAD else None
        interval = resolve_time(expression, clock.published, tense, told.story, is_south=is_south)
        if interval is None or _is_end_of_effect(account, expression):
            continue
        is_relative = expression.is_relative and not interval.is_yearless
        of_other = "relative_to_other_event" if expression.is_of_story and told.story else None
        basis = of_other or ("relative_to_publication" if is_relative else "stated")
        if mention.is_latest:
            if account.stage in _AHEAD or interval.hi is None:
                continue  # what is told to come may come at any time
            interval, basis = make_interval(None, interval.hi), "inferred"
        if account.stage not in _AHEAD:
            interval = _ended_by_publication(interval, clock.published)
        placed.append((mention, EventTime(interval=interval, basis=basis, claim_id=mention.claim_id)))
    return tuple(placed)


def _is_south(places: Sequence[Place]) -> bool:
    """Say whether all known sites of an account lie in countries with southern seasons."""
    countries = {place.country for place in places if place.role == "event_site" and place.country}
    return bool(countries) and countries <= _southern()


@cache
def _southern() -> frozenset[str]:
    return frozenset(read_knowledge("calendar_south.yaml"))


def _is_end_of_effect(account: Account, expression: TimeExpression) -> bool:
    """Say whether a time is only how long a step of the law lasts: "remanded in custody until 13 June"."""
    return (
        account.type.startswith("response.")
        and isinstance(expression.form, Bounded)
        and expression.form.side == "until"
        and not expression.text.lower().startswith("by ")
    )


def bound_by_publication(account: Account, clock: Clock) -> EventTime | None:
    """Return the window before publication for what is told as done without a time; None where nothing ends it.

    It is no day: its beginning is open, its basis "inferred", and its claim the account's type.
    """
    claim = next((claim for claim in account.claims if claim.field == "type"), None)
    if claim is None or not _is_done(account) or clock.published is None or clock.published.hi is None:
        return None
    interval = make_interval(None, clock.published.hi)
    return EventTime(interval=interval, basis="inferred", claim_id=claim.id)


def _is_done(account: Account) -> bool:
    return account.stage in _DONE and account.granularity in {Granularity.SINGLE, Granularity.SERIES}


def _time_told(mention: TimeMention, clock: Clock) -> TimeTold | None:
    """The time found at the mention's place; its words by themselves where the text around gave none."""

    def shared(told: TimeTold) -> int:
        return min(told.expression.end, mention.span.end) - max(told.expression.start, mention.span.start)

    best = max(clock.told, key=shared, default=None)
    if best is not None and shared(best) > 0:
        return best
    alone = find_times(mention.text, clock.language) or find_times(f"in {mention.text}", clock.language)
    return TimeTold(expression=alone[0], story=None) if alone else None


def _ended_by_publication(interval: Interval, published: Interval | None) -> Interval:
    """What has happened has happened by publication; told only of windows so wide that their end says little."""
    if published is None or published.hi is None or interval.is_yearless:
        return interval
    is_wide = interval.hi is None or interval.lo is None or (interval.hi - interval.lo).days >= _YEAR_DAYS
    if not is_wide or (interval.hi is not None and interval.hi <= published.hi):
        return interval
    return intersect(interval, make_interval(None, published.hi)) or interval


def choose_time(account: Account, times: Sequence[tuple[TimeMention, EventTime]]) -> EventTime | None:
    """Return the time nearest to the account's trigger, made precise by others that lie within it; None without any."""
    if not times:
        return None
    trigger = next((claim.span for claim in account.claims if claim.field == "type"), None)
    ordered = sorted(times, key=lambda pair: (pair[0].is_latest, _gap(pair[0].span, trigger)))
    chosen = ordered[0][1]
    for _, time in ordered[1:]:
        if time.interval != chosen.interval and covers(chosen.interval, time.interval):
            chosen = time
        elif (
            chosen.interval.is_yearless
            and (dated := intersect(chosen.interval, time.interval))
            and not dated.is_yearless
        ):
            chosen = replace(chosen, interval=dated)
    return chosen


def _gap(span: Span, trigger: Span | None) -> int:
    if trigger is None:
        return span.start
    return max(0, span.start - trigger.end, trigger.start - span.end)


def bound_by_others(one: LinkedAccount, others: Sequence[LinkedAccount]) -> LinkedAccount:
    """Return the account with an inferred window narrowed by its report: a step of the law comes after its act."""
    if one.time is not None and (one.time.basis != "inferred" or one.time.interval.hi is None):
        return one
    claim = next((claim for claim in one.account.claims if claim.field == "type"), None)
    if claim is None or not _is_done(one.account):
        return one
    acts = [other for other in others if other.account.id in one.account.stage_of]
    steps = [other for other in others if one.account.id in other.account.stage_of]
    earliest = [day for act in acts if act.time and act.time.basis != "inferred" and (day := act.time.interval.lo)]
    latest = [day for step in steps if step.time and (day := step.time.interval.hi)]
    end = one.time.interval.hi if one.time is not None else None
    lo, hi = min(earliest, default=None), min([*latest, *([end] if end else [])], default=None)
    if lo is None and hi is None:
        return one
    if (
        lo is not None and hi is not None and (hi - lo).days < _STEP_DAYS
    ):  # an act dated on the day of its own step was dated wrongly
        lo = None
    if lo is None and hi is None:
        return one
    return replace(one, time=EventTime(interval=make_interval(lo, hi), basis="inferred", claim_id=claim.id))

"""Compares two accounts by rules R1 to R3 (codebook §8.1): two Facts -> must not, merge, propose or nothing, with reasons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from itertools import product
from math import asin, cos, radians, sin, sqrt

from overt.base.knowledge import read_knowledge
from overt.reconcile.facts import Facts
from overt.reconcile.names import Likeness, compare_persons, is_same_body
from overt.types.account import Stage
from overt.types.linked import Place

_DAY = timedelta(days=1)
_NEAR_KM = 12.0
# A second date for one death may be the day it was found or made known.
_MAX_DATE_DISPUTE = timedelta(days=31)
_UNFULFILLED = frozenset({Stage.PLANNED, Stage.THREATENED, Stage.FOILED, Stage.ATTEMPTED})


class Answer(Enum):
    """What the rules say of a pair."""

    MUST_NOT = "must_not"
    MERGE = "merge"
    PROPOSE = "propose"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An answer with its reasons; `strength` only orders merges (more and better keys first)."""

    answer: Answer
    strength: int = 0
    reasons: tuple[str, ...] = ()


def judge_pair(a: Facts, b: Facts, known_keys: tuple[str, ...] = ()) -> Judgement:
    """Compare two accounts. `known_keys` are strong keys from outside: copied text, the same act, the same case."""
    barrier = find_barrier(a, b)
    if barrier:
        return Judgement(answer=Answer.MUST_NOT, reasons=(barrier,))
    pair = _Pair(a=a, b=b)
    keys = [*known_keys, *(key for key in map(lambda test: test(pair), _STRONG_KEYS) if key)]
    if keys:
        strength = 10 * len(keys) + 3 * pair.in_city + 2 * pair.is_close + pair.in_time + (a.type == b.type)
        return Judgement(answer=Answer.MERGE, strength=strength, reasons=tuple(keys))
    weak = [key for key in map(lambda test: test(pair), _WEAK_KEYS) if key]
    if pair.in_city and a.type == b.type and a.report_id != b.report_id:
        if pair.is_within_days and len(weak) >= 2:
            return Judgement(answer=Answer.MERGE, strength=len(weak), reasons=("same town and days", *weak))
        if pair.is_within_days or (weak and pair.is_time_open):
            return Judgement(answer=Answer.PROPOSE, strength=len(weak), reasons=("same town, no strong key", *weak))
    return Judgement(answer=Answer.NOTHING)


def find_barrier(a: Facts, b: Facts) -> str | None:
    """Return why two accounts must not be one incident (R1, R9, and accounts of one report), or None."""
    pair = _Pair(a=a, b=b)
    if not is_compatible_type(a, b):
        return f"types {a.type} and {b.type}"
    if a.granularity != b.granularity and {a.granularity, b.granularity} & {"aggregate", "pattern"}:
        return "a single incident and a statement about many"
    if a.persons and b.persons and pair.persons is Likeness.DIFFERENT:
        return "different persons"
    if a.countries and b.countries and not a.countries & b.countries and not _crosses_borders(a, b):
        return f"countries {'/'.join(sorted(a.countries))} and {'/'.join(sorted(b.countries))}"
    if pair.gap > _DAY and not (
        pair.persons is Likeness.FULL and _is_once_only(a, b) and pair.gap <= _MAX_DATE_DISPUTE
    ):
        return "times apart"
    if _is_stage_conflict(a, b) and not pair.in_time:
        return f"stages {a.stage} and {b.stage}"
    if a.report_id == b.report_id and not _is_retold(pair):
        return "told apart by one report"
    return None


def is_compatible_type(a: Facts, b: Facts) -> bool:
    """Say whether one act may be told as both types."""
    if a.type == b.type:
        return True
    if a.type.split(".")[0] == b.type.split(".")[0] and (a.type in b.types or b.type in a.types):
        return True
    return frozenset({a.type, b.type}) in _compatible_pairs()


@cache
def _compatible_pairs() -> frozenset[frozenset[str]]:
    groups = read_knowledge("matching.yaml")["compatible_types"]
    return frozenset(frozenset({x, y}) for group in groups for x, y in product(group, group) if x != y)


@cache
def _types_in(row: str) -> frozenset[str]:
    return frozenset(read_knowledge("matching.yaml")[row])


def _crosses_borders(a: Facts, b: Facts) -> bool:
    return {a.type, b.type} <= _types_in("cross_border")


def _is_once_only(a: Facts, b: Facts) -> bool:
    return {a.type, b.type} <= _types_in("once_only") and not {a.stage, b.stage} & _UNFULFILLED


def _is_stage_conflict(a: Facts, b: Facts) -> bool:
    return (a.stage in _UNFULFILLED) != (b.stage in _UNFULFILLED) and Stage.UNKNOWN not in {a.stage, b.stage}


def _is_retold(pair: "_Pair") -> bool:
    """One report tells one incident twice only if type, a strong key and everything else agree."""
    a, b = pair.a, pair.b
    if a.type != b.type or a.stage != b.stage or a.id in b.stage_of or b.id in a.stage_of or pair.has_suspects_apart:
        return False
    if (a.lo is None) != (b.lo is None) or (a.cities != b.cities and not pair.in_city):
        return False
    return pair.persons >= Likeness.SURNAME or bool(a.object_names & b.object_names)


@dataclass(frozen=True)  # not slots: cached values live in the instance
class _Pair:
    """Two accounts with what their times, places and names have in common."""

    a: Facts
    b: Facts

    @property
    def gap(self) -> timedelta:
        """Time between the windows; zero if they overlap or one is unknown."""
        a, b = self.a, self.b
        after = b.lo - a.hi if a.hi and b.lo else timedelta(0)
        before = a.lo - b.hi if b.hi and a.lo else timedelta(0)
        return max(after, before, timedelta(0))

    @property
    def has_times(self) -> bool:
        return None not in {self.a.days, self.b.days}

    @property
    def in_time(self) -> bool:
        """Both known to a year or better and overlapping, give or take a day."""
        return self._is_within(366)

    @property
    def is_close(self) -> bool:
        return self._is_within(31)

    @property
    def is_within_days(self) -> bool:
        return self._is_within(10)

    @property
    def is_time_open(self) -> bool:
        return not self.has_times or self.in_time

    def _is_within(self, days: int) -> bool:
        return self.has_times and self.gap <= _DAY and max(self.a.days or 0, self.b.days or 0) <= days

    @property
    def in_city(self) -> bool:
        return bool(self.a.cities & self.b.cities) or any(
            _is_near(x, y) for x, y in product(self.a.sites, self.b.sites)
        )

    @property
    def in_country(self) -> bool:
        return bool(self.a.countries & self.b.countries)

    @property
    def persons(self) -> Likeness:
        return _best_likeness(self.a.persons, self.b.persons)

    @property
    def suspects(self) -> Likeness:
        return _best_likeness(self.a.suspects, self.b.suspects)

    @property
    def has_suspects_apart(self) -> bool:
        return bool(self.a.suspects and self.b.suspects) and self.suspects is Likeness.DIFFERENT

    @property
    def is_somewhere(self) -> bool:
        """A town agrees, or the country and the time."""
        return self.in_city or (self.in_country and self.in_time)


def _best_likeness(some: tuple[str, ...], others: tuple[str, ...]) -> Likeness:
    return max((compare_persons(x, y) for x, y in product(some, others)), default=Likeness.DIFFERENT)


def _is_near(x: Place, y: Place) -> bool:
    if x.lat is None or x.lon is None or y.lat is None or y.lon is None:
        return False
    lat_x, lon_x, lat_y, lon_y = map(radians, (x.lat, x.lon, y.lat, y.lon))
    chord = sin((lat_y - lat_x) / 2) ** 2 + cos(lat_x) * cos(lat_y) * sin((lon_y - lon_x) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(chord))) <= _NEAR_KM


# ---- strong keys (R2): each returns its reason or None


def _key_person(pair: _Pair) -> str | None:
    """The same named person was hit, or is accused."""
    a, b = pair.a, pair.b
    if pair.persons is Likeness.DIFFERENT:
        return None
    is_once = a.is_legal or _is_once_only(a, b)
    is_supported = pair.in_city or pair.in_country or pair.in_time
    if (pair.persons is Likeness.FULL and (is_once or is_supported)) or (is_once and is_supported) or pair.is_somewhere:
        return f"same person: {a.persons[0]} / {b.persons[0]}"
    return None


def _key_suspect(pair: _Pair) -> str | None:
    """The same named suspect, at the same place or time: one suspect may stand behind several acts."""
    if pair.suspects is Likeness.DIFFERENT:
        return None
    things = pair.a.object_names & pair.b.object_names or pair.a.object_kinds & pair.b.object_kinds
    if pair.in_city or pair.is_close or things or (pair.in_country and pair.in_time):
        return f"same suspect: {pair.a.suspects[0]} / {pair.b.suspects[0]}"
    return None


def _key_object(pair: _Pair) -> str | None:
    """The same named thing or site."""
    names = pair.a.object_names & pair.b.object_names
    if names and (pair.in_city or pair.in_country or pair.is_close):
        return f"same object: {', '.join(sorted(names))}"
    spots = pair.a.spots & pair.b.spots
    if spots and (pair.is_close or not pair.has_times):
        return f"same site: {', '.join(sorted(spots))}"
    return None


def _key_body(pair: _Pair) -> str | None:
    """The same named organisation was hit."""
    for x, y in product(pair.a.bodies, pair.b.bodies):
        if is_same_body(x, y) and pair.is_somewhere:
            return f"same organisation: {x} / {y}"
    return None


def _key_kind(pair: _Pair) -> str | None:
    """A thing of the same kind in the same town, in a month or better."""
    kinds = pair.a.object_kinds & pair.b.object_kinds
    if kinds and pair.in_city and pair.is_close and not pair.has_suspects_apart:
        return f"same kind of object in the same town and month: {', '.join(sorted(kinds))}"
    return None


_TELLING_COUNTS = 12


def _key_number(pair: _Pair) -> str | None:
    """The same distinctive number of the same thing, where place or time agree too."""
    for x, y in product(pair.a.numbers, pair.b.numbers):
        if (x.what, x.unit) != (y.what, y.unit) or x.lo is None or x.lo != x.hi or (x.lo, x.hi) != (y.lo, y.hi):
            continue
        is_telling = x.lo >= _TELLING_COUNTS or x.lo != int(x.lo) or x.what == "sentence"
        if is_telling and pair.is_somewhere and not pair.has_suspects_apart:
            return f"same number: {x.lo:g} {x.unit} {x.what}"
    return None


def _key_expelled(pair: _Pair) -> str | None:
    """As many people of one nation expelled by one country."""
    if pair.a.type != "response.expulsion" or not pair.in_country:
        return None
    for x, y in product(pair.a.somebodies, pair.b.somebodies):
        if x.count and x.count == y.count and x.nationality and x.nationality == y.nationality:
            return f"{x.count} of {x.nationality} expelled"
    return None


_STRONG_KEYS: tuple[Callable[[_Pair], str | None], ...] = (
    _key_person, _key_suspect, _key_object, _key_body, _key_kind, _key_number, _key_expelled,
)  # fmt: skip


# ---- weak keys: never enough alone


def _weak_description(pair: _Pair) -> str | None:
    for x, y in product(pair.a.somebodies, pair.b.somebodies):
        if (x.age and x.age == y.age) or (
            x.nationality and x.count and (x.nationality, x.count) == (y.nationality, y.count)
        ):
            return "people described alike"
    return None


def _weak_kind(pair: _Pair) -> str | None:
    kinds = pair.a.object_kinds & pair.b.object_kinds
    return f"same kind of object: {', '.join(sorted(kinds))}" if kinds else None


def _weak_means(pair: _Pair) -> str | None:
    means = pair.a.means & pair.b.means
    return f"same means: {', '.join(sorted(means))}" if means else None


def _weak_actor(pair: _Pair) -> str | None:
    actors = pair.a.actors & pair.b.actors
    return f"same actor alleged: {', '.join(sorted(actors))}" if actors else None


def _weak_count(pair: _Pair) -> str | None:
    both = {(n.what, n.lo) for n in pair.a.numbers} & {(n.what, n.lo) for n in pair.b.numbers}
    return "same counts" if any(lo for _, lo in both) else None


_WEAK_KEYS: tuple[Callable[[_Pair], str | None], ...] = (
    _weak_description, _weak_kind, _weak_means, _weak_actor, _weak_count,
)  # fmt: skip

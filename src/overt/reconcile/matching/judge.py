"""Compares two accounts by rules R1 to R3 (codebook §8.1): two Facts -> must not, merge, propose or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from overt.reconcile.matching.facts import Facts, is_type_like
from overt.reconcile.matching.keys import AGREE, STRONG_KEYS, TELLING_KEYS, WEAK_KEYS, is_sabotage, key_name_by_ear
from overt.reconcile.matching.names import name_words, stem
from overt.reconcile.matching.pair import DAY, UNFULFILLED, Pair, types_in
from overt.reconcile.matching.persons import Likeness
from overt.reconcile.matching.weighing import learned_families, limit, weigh_reports
from overt.types.account import Stage

_MAX_LASTING = timedelta(days=731)  # what one suspect did over years is told by its beginning, or by its end
_MAX_DATE_DISPUTE = timedelta(days=31)  # a second date for one death may be the day it was found or made known


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

    @property
    def has_own_key(self) -> bool:
        """Say whether more speaks for it than that the reports agree as wholes."""
        return any(not reason.startswith(AGREE) for reason in self.reasons)


def judge_pair(a: Facts, b: Facts, known_keys: tuple[str, ...] = ()) -> Judgement:
    """Compare two accounts. `known_keys` are strong keys from outside: copied text, the same act, the same case."""
    barrier = find_barrier(a, b)
    if barrier:
        return Judgement(answer=Answer.MUST_NOT, reasons=(barrier,))
    pair = Pair(a=a, b=b)
    # Towns that differ, and countries of which one is inferred, weigh against a merge: what agrees must tell by itself.
    tests = TELLING_KEYS if pair.is_elsewhere or pair.is_abroad else STRONG_KEYS
    keys = (*known_keys, *(key for test in tests for key in [test(pair)] if key))
    against = _weigh_against(pair)
    if against and not known_keys:
        return Judgement(answer=Answer.PROPOSE if keys else Answer.NOTHING, reasons=(*keys, against))
    if keys:
        # A full name tells more than names around it do.
        is_full = Likeness.FULL in {pair.persons, pair.suspects}
        strength = (
            15 * is_full + 10 * len(keys) + 3 * pair.in_city + 2 * pair.is_close + pair.in_time + (a.type == b.type)
        )
        return Judgement(answer=Answer.MERGE, strength=strength, reasons=keys)
    return _judge_weak(pair)


def _weigh_against(pair: Pair) -> str | None:
    """The reports as wholes differ by far more than they agree."""
    points = whole_points(pair.a, pair.b)
    if points is None or points >= limit("against") or not pair.a.sketch or not pair.b.sketch:
        return None
    return f"the reports differ by {points:g}: {', '.join(weigh_reports(pair.a.sketch, pair.b.sketch).reasons)}"


def whole_points(a: Facts, b: Facts) -> float | None:
    """What the reports of two accounts weigh together; None where points of differing reports tell nothing."""
    families = {a.type.split(".")[0], b.type.split(".")[0]}
    if not a.sketch or not b.sketch or a.report_id == b.report_id or not families <= learned_families():
        return None
    return weigh_reports(a.sketch, b.sketch).points


def _judge_weak(pair: Pair) -> Judgement:
    """No strong key: town, days and type agree (R3). Two weak keys more merge."""
    if not _may_be_weak(pair):
        return Judgement(answer=Answer.NOTHING)
    weak = [key for test in WEAK_KEYS for key in [test(pair)] if key]
    points, reasons = sum(key.points for key in weak), tuple(key.reason for key in weak)
    if not pair.in_city:
        # No town on one side: the very day, and who is behind it or what was hit.
        is_one = pair.is_one_day and not pair.is_elsewhere and any(key.is_telling for key in weak)
        if is_one and points + pair.in_country >= 2:
            return Judgement(answer=Answer.MERGE, strength=points, reasons=("same day", *reasons))
        return Judgement(answer=Answer.NOTHING)
    # Towns see few sabotages a day: the very day is a point where neither report tells another.
    points += is_sabotage(pair) and pair.is_very_day and pair.is_alone_here
    # Days of a window are a key of their own; without them, what was hit or who is described must agree.
    is_open = pair.is_time_open and any(key.points > 1 or key.is_thing for key in weak)
    if points >= 2 and (pair.is_within_days or is_open):
        return Judgement(answer=Answer.MERGE, strength=points, reasons=("same town", *reasons))
    if pair.is_within_days or (weak and pair.is_time_open):
        return Judgement(answer=Answer.PROPOSE, strength=points, reasons=("same town, no strong key", *reasons))
    return Judgement(answer=Answer.NOTHING)


def _may_be_weak(pair: Pair) -> bool:
    """Say whether weak keys may count: nothing sets the two apart; they are of one type, or one day's sabotage."""
    if pair.a.report_id == pair.b.report_id or pair.has_suspects_apart or pair.has_things_apart:
        return False
    return pair.a.type == pair.b.type or (is_sabotage(pair) and pair.is_very_day)


def find_barrier(a: Facts, b: Facts) -> str | None:
    """Return why two accounts must not be one incident (R1, R9, and accounts of one report), or None."""
    if not is_compatible_type(a, b):
        return f"types {a.type} and {b.type}"
    pair = Pair(a=a, b=b)
    return next((reason for test in _BARRIERS for reason in [test(pair)] if reason), None)


def _barrier_granularity(pair: Pair) -> str | None:
    both = {pair.a.granularity, pair.b.granularity}
    return "a statement about many" if len(both) > 1 and both & {"aggregate", "pattern"} else None


def _barrier_persons(pair: Pair) -> str | None:
    """Both name people, nobody is named by both, and neither tells the other's beside its own."""
    a, b = pair.a, pair.b
    if not a.persons or not b.persons or pair.persons is not Likeness.DIFFERENT:
        return None
    if key_name_by_ear(pair) or _is_sure(pair):
        return None
    is_told = any(stem(word) in b.beside for x in a.persons for word in name_words(x)[-1:])
    is_told |= any(stem(word) in a.beside for x in b.persons for word in name_words(x)[-1:])
    return None if is_told else "different persons"


def _barrier_countries(pair: Pair) -> str | None:
    """Only countries that both texts state for the event: a country inferred from elsewhere in a text may be wrong."""
    a, b = pair.a, pair.b
    crosses = {a.type, b.type} <= types_in("cross_border")
    if not pair.is_abroad or crosses or not (a.stated_countries and b.stated_countries):
        return None
    return f"countries {'/'.join(sorted(a.countries))} and {'/'.join(sorted(b.countries))}"


def _barrier_times(pair: Pair) -> str | None:
    if pair.gap <= DAY or pair.is_year_doubtful:
        return None
    is_same = (pair.is_once_only and pair.persons is Likeness.FULL) or _is_sure(pair)
    is_lasting = {pair.a.type, pair.b.type} <= types_in("lasting") and pair.suspects is Likeness.FULL
    is_disputed = is_same and pair.gap <= _MAX_DATE_DISPUTE
    return None if is_disputed or (is_lasting and pair.gap <= _MAX_LASTING) else "times apart"


def _is_sure(pair: Pair) -> bool:
    """The reports agree in so much that another date, or another of several victims, is a dispute."""
    points = whole_points(pair.a, pair.b)
    return points is not None and points >= limit("sure")


def _barrier_things(pair: Pair) -> str | None:
    """Two things hit on two days that both texts give are two acts, be it in one town."""
    is_apart = is_sabotage(pair) and pair.has_things_apart and pair.is_dated and not pair.is_very_day
    return "another thing on another day" if is_apart else None


def _barrier_published(pair: Pair) -> str | None:
    """What a report tells as done was done before it came out."""
    for told, other in ((pair.a, pair.b), (pair.b, pair.a)):
        is_done = told.stage not in {Stage.PLANNED, Stage.THREATENED, Stage.ORDERED, Stage.ONGOING}
        if is_done and told.published and other.lo and other.lo - told.published[1] > DAY and not other.is_year_guessed:
            return "told before the other happened"
    return None


def _barrier_sentences(pair: Pair) -> str | None:
    """Another sentence, told in another month, is another verdict: a demand, an appeal."""
    a, b = pair.a, pair.b
    some, others = ({n.lo for n in fact.numbers if n.what == "sentence" and n.lo == n.hi} for fact in (a, b))
    is_apart = a.type == b.type == "response.verdict" and bool(some and others) and not some & others
    return "another sentence in another month" if is_apart and pair.is_news is False else None


def _barrier_stages(pair: Pair) -> str | None:
    """A plan is no deed. Whether a deed was tried or done is told both ways, but for a person's death."""
    a, b = pair.a, pair.b
    is_death = "violence.killing" in {a.type, b.type} and a.type == b.type
    undone = UNFULFILLED if is_death else UNFULFILLED - {Stage.ATTEMPTED}
    differ = (a.stage in undone) != (b.stage in undone) and Stage.UNKNOWN not in {a.stage, b.stage}
    return f"stages {a.stage} and {b.stage}" if differ and not pair.in_time else None


def _barrier_report(pair: Pair) -> str | None:
    """One report tells one incident twice only if type, a strong key and everything else agree."""
    a, b = pair.a, pair.b
    if a.report_id != b.report_id:
        return None
    is_split = a.type != b.type or a.stage != b.stage or a.id in b.stage_of or b.id in a.stage_of
    is_elsewhere = (a.lo is None) != (b.lo is None) or (a.cities != b.cities and not pair.in_city)
    has_key = pair.persons >= Likeness.SURNAME or bool(a.object_names & b.object_names)
    return None if has_key and not (is_split or is_elsewhere or pair.has_suspects_apart) else "told apart by one report"


def _barrier_sheet(pair: Pair) -> str | None:
    """Two rows of one spreadsheet are two incidents: whoever wrote it told them apart."""
    return "two rows of one spreadsheet" if pair.a.sheet and pair.a.sheet == pair.b.sheet else None


_BARRIERS: tuple[Callable[[Pair], str | None], ...] = (
    _barrier_granularity,
    _barrier_persons,
    _barrier_countries,
    _barrier_times,
    _barrier_things,
    _barrier_published,
    _barrier_sentences,
    _barrier_stages,
    _barrier_report,
    _barrier_sheet,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A rule as it was asked of two accounts: what it asks, and what it found (None: nothing)."""

    rule: str  # R1, R2, R3, R9
    asks: str
    found: str | None


def examine_pair(a: Facts, b: Facts) -> tuple[Test, ...]:
    """Ask every rule of a pair, also those that judge_pair need not ask any more."""
    pair = Pair(a=a, b=b)
    types = None if is_compatible_type(a, b) else f"types {a.type} and {b.type}"
    tests = [Test(rule="R1", asks="One act is not told as both types.", found=types)]
    tests += [_ask("R9" if test is _barrier_granularity else "R1", test, test(pair)) for test in _BARRIERS]
    telling = TELLING_KEYS if pair.is_elsewhere or pair.is_abroad else STRONG_KEYS
    tests += [_ask("R2", test, test(pair)) for test in telling]
    weak = [(test, test(pair)) for test in WEAK_KEYS] if _may_be_weak(pair) else []
    tests += [_ask("R3", test, found.reason if found else None) for test, found in weak]
    return tuple(tests)


def _ask(rule: str, test: Callable[[Pair], object], found: str | None) -> Test:
    """What a test asks is the first line of what it says of itself, else its name."""
    words = test.__name__.strip("_").partition("_")[2].replace("_", " ")
    asks = (test.__doc__ or f"What the {words} of both say.").strip().splitlines()[0]
    return Test(rule=rule, asks=asks, found=found)


def is_compatible_type(a: Facts, b: Facts) -> bool:
    """Say whether one act may be told as both types."""
    if a.type == b.type:
        return True
    if a.type.split(".")[0] == b.type.split(".")[0] and (a.type in b.types or b.type in a.types):
        return True
    return is_type_like(a.type, b.type)

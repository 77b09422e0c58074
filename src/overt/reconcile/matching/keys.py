"""The keys by which two accounts may be one incident (R2): a pair -> strong keys, and weak ones that only support."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from overt.reconcile.matching.bodies import is_same_body
from overt.reconcile.matching.facts import is_type_like
from overt.reconcile.matching.names import stem
from overt.reconcile.matching.pair import Pair
from overt.reconcile.matching.persons import Likeness
from overt.reconcile.matching.things import everyday_kinds
from overt.reconcile.matching.weighing import weigh_reports


def key_person(pair: Pair) -> str | None:
    """The same named person was hit, or is accused."""
    a, b = pair.a, pair.b
    if pair.persons is Likeness.DIFFERENT:
        return None
    is_once = a.is_legal or pair.is_once_only
    is_supported = pair.in_city or pair.in_country or pair.in_time
    if (pair.persons is Likeness.FULL and (is_once or is_supported)) or (is_once and is_supported) or pair.is_somewhere:
        return f"same person: {a.persons[0]} / {b.persons[0]}"
    return None


def key_name_by_ear(pair: Pair) -> str | None:
    """One given name and nearly one family name, where place and days, or the sentence, agree as well."""
    if not pair.is_nearly_one_person:
        return None
    is_then = pair.is_within_days or (pair.is_time_open and pair.is_news)
    is_sentenced = pair.a.is_legal and (pair.in_city or pair.in_country) and _has_one_sentence(pair)
    if (pair.in_city and is_then) or is_sentenced:
        names = [(fact.persons or fact.suspects)[0] for fact in (pair.a, pair.b)]
        return f"names spelled by ear: {' / '.join(names)}"
    return None


def _has_one_sentence(pair: Pair) -> bool:
    some, others = ({n.lo for n in fact.numbers if n.what == "sentence"} for fact in (pair.a, pair.b))
    return bool(some & others)


def _key_suspect(pair: Pair) -> str | None:
    """The same named suspect, at the same place or time: one suspect may stand behind several acts."""
    if pair.suspects is Likeness.DIFFERENT:
        return None
    things = pair.a.object_names & pair.b.object_names or pair.a.object_kinds & pair.b.object_kinds
    if pair.in_city or pair.is_close or things or (pair.in_country and pair.in_time):
        return f"same suspect: {pair.a.suspects[0]} / {pair.b.suspects[0]}"
    return None


def _key_object(pair: Pair) -> str | None:
    """The same named thing or site."""
    a, b = pair.a, pair.b
    names = a.object_names & b.object_names
    # Told in the sentences of one, and hit according to the other; the affair must be one as well.
    crossed = _names_crossed(pair) if pair.is_alone else frozenset()
    is_affair = bool(pair.names_of_story - {stem(name) for name in names | crossed})
    names = names | crossed if is_affair else names
    if names and (is_affair or pair.in_city or pair.in_country or pair.is_close):
        return f"same object: {', '.join(sorted(names))}"
    phrases = a.object_phrases & b.object_phrases
    if phrases and (pair.in_city or pair.in_country or pair.is_close):
        return f"same object: {', '.join(sorted(phrases))}"
    spots = pair.a.spots & pair.b.spots
    if spots and (pair.is_close or not pair.has_times):
        return f"same site: {', '.join(sorted(spots))}"
    return None


def _names_crossed(pair: Pair) -> frozenset[str]:
    a, b = pair.a, pair.b
    return frozenset(name for one, other in ((a, b), (b, a)) for name in one.object_names if stem(name) in other.beside)


def _key_body(pair: Pair) -> str | None:
    """The same named organisation was hit."""
    for x, y in product(pair.a.bodies, pair.b.bodies):
        if is_same_body(x, y) and pair.is_somewhere:
            return f"same organisation: {x} / {y}"
    return None


def _key_kind(pair: Pair) -> str | None:
    """A thing of the same kind in the same town, in a month or better."""
    kinds = pair.a.object_kinds & pair.b.object_kinds
    if kinds and pair.in_city and pair.is_close and not pair.has_suspects_apart:
        return f"same kind of object in the same town and month: {', '.join(sorted(kinds))}"
    return None


def is_sabotage(pair: Pair) -> bool:
    """Say whether both are acts on things."""
    return pair.a.type.startswith("sabotage.") and pair.b.type.startswith("sabotage.")


def _key_thing(pair: Pair) -> str | None:
    """What was hit is of one kind, whatever the language: in the same town, in its days or where nothing parts them.

    Things of a kind that every town has many of need the days, or a second kind ("furniture shop").
    """
    kinds = pair.things
    if not kinds or not is_sabotage(pair) or not pair.in_city or not pair.is_alone_here:
        return None
    if pair.has_suspects_apart or pair.has_things_apart:
        return None
    is_telling = len(kinds) > 1 or not kinds <= everyday_kinds()
    if pair.is_within_days or (is_telling and pair.is_time_open):
        return f"same kind of thing in the same town: {', '.join(sorted(kinds))}"
    return None


_TELLING_COUNTS = 12


def _key_number(pair: Pair) -> str | None:
    """The same distinctive number of the same thing, where place or time agree too.

    A sentence in years and months is distinctive enough for a verdict without a date.
    """
    for x, y in product(pair.a.numbers, pair.b.numbers):
        if (x.what, x.unit) != (y.what, y.unit) or x.lo is None or x.lo != x.hi or (x.lo, x.hi) != (y.lo, y.hi):
            continue
        is_odd = x.what == "sentence" and x.lo != int(x.lo) and pair.a.type == pair.b.type
        is_telling = x.lo >= _TELLING_COUNTS or x.lo != int(x.lo) or x.what == "sentence"
        is_placed = pair.is_somewhere or (is_odd and pair.is_time_open and (pair.in_country or pair.is_told_there))
        if is_telling and is_placed and not pair.has_suspects_apart:
            return f"same number: {x.lo:g} {x.unit} {x.what}"
    return None


def _key_described(pair: Pair) -> str | None:
    """One unnamed person of the same age and nation in the same step of the law, and the same actor behind it."""
    a, b = pair.a, pair.b
    if not a.is_legal or a.type != b.type or not pair.is_alone or not pair.is_time_open or pair.has_counts_apart:
        return None
    alike = _weak_description(pair)
    if alike and alike.points >= 2 and a.actors & b.actors and (pair.in_country or pair.is_told_there):
        return f"{alike.reason}, the same actor"
    return None


def _key_expelled(pair: Pair) -> str | None:
    """As many people of one nation expelled by one country."""
    if pair.a.type != "response.expulsion" or not pair.in_country:
        return None
    for x, y in product(pair.a.somebodies, pair.b.somebodies):
        if x.count and x.count == y.count and x.nationality and x.nationality == y.nationality:
            return f"{x.count} of {x.nationality} expelled"
    return None


def _key_arrested(pair: Pair) -> str | None:
    """As many people held or charged in one country, by reports of one month that tell no other such step.

    Two are many a time two: they need the same town; if it is not known when a report came out, it takes three or more.
    """
    a, b = pair.a, pair.b
    if not a.is_legal or a.type != b.type or not pair.in_country or not (a.is_sole and b.is_sole):
        return None
    most = max(a.people & b.people, default=0.0)
    is_news = pair.is_news and (pair.in_city or most > _OFTEN)
    is_one = most and (is_news or (most > _OFTEN and pair.is_news is None))
    return f"{most:g} people in one country and month" if is_one else None


def _key_same_step(pair: Pair) -> str | None:
    """The only step of the law that either report tells, in the same town on the same day, for acts that may be one."""
    a, b = pair.a, pair.b
    if not a.is_legal or a.type != b.type or not pair.in_city or not pair.is_very_day or not pair.is_alone_here:
        return None
    if pair.has_counts_apart or pair.has_suspects_apart or pair.has_people_apart:
        return None
    acts = (a.act_types, b.act_types)
    is_one_matter = any(is_type_like(x, y) for x, y in product(*acts))
    return "the only such step that day in that town, for such an act" if is_one_matter else None


_OFTEN = 2  # so many are held together every day
_MUCH = 2  # weak things that must agree where one name alone does


def _key_beside(pair: Pair) -> str | None:
    """The same names in the sentences that tell it, where each report tells one incident of the type.

    Where a report tells several, only the names that it tells of this one alone. One name alone needs more that
    agrees where a report tells several, or where the reports came out in different months.
    """
    names = pair.names_beside if pair.is_alone else pair.names_beside & pair.a.own & pair.b.own
    if not names or pair.has_suspects_apart or pair.has_counts_apart:
        return None
    is_supported = pair.in_city or pair.in_country or pair.is_close or pair.is_year_doubtful or pair.is_told_there
    is_supported |= bool(names & pair.names_of_story) and _weak_actor(pair) is not None
    is_supported &= (pair.is_alone and pair.is_news is not False) or _support(pair) >= _MUCH
    if len(names) >= 2 or (is_supported and not pair.is_elsewhere):
        return f"told with the same names: {pair.spell(names)}"
    return None


def _key_story(pair: Pair) -> str | None:
    """Two names that few reports have, anywhere in both, and something of the incident itself; with one name, more.

    Names of the whole text say that two reports follow one affair; they never join its incidents by themselves.
    """
    names = pair.names_of_story
    if not names or pair.has_suspects_apart or pair.has_counts_apart or pair.is_elsewhere:
        return None
    needed = (1 if len(names) >= 2 else _MUCH) + (0 if pair.is_alone else _MUCH)
    if _support(pair) >= needed:
        return f"the same affair: {pair.spell(names)}"
    return None


def key_reports(pair: Pair) -> str | None:
    """Both reports agree as wholes, and tell of one act of the type, or of this one before all others."""
    a, b = pair.a, pair.b
    if not a.sketch or not b.sketch or not {a.type.split(".")[0], b.type.split(".")[0]} <= _WEIGHED:
        return None
    if not pair.is_alone and not (a.is_lead and b.is_lead):
        return None
    weighing = weigh_reports(a.sketch, b.sketch)
    return f"{AGREE}{weighing.points:g}: {', '.join(weighing.reasons)}" if weighing.is_same else None


AGREE = "the reports agree by "
_WEIGHED = frozenset({"violence"})  # of learned_from, the acts: steps of the law follow their act


def _support(pair: Pair) -> int:
    """How many weak things of two accounts agree: town (as two), country, days, thing, count, description, actor."""
    a, b = pair.a, pair.b
    is_day = pair.is_close or pair.is_year_doubtful
    told = (pair.in_city, pair.in_city or pair.in_country, is_day, bool(a.object_kinds & b.object_kinds))
    return sum(told) + sum(test(pair) is not None for test in (_weak_count, _weak_description, _weak_actor))


STRONG_KEYS: tuple[Callable[[Pair], str | None], ...] = (
    key_person,
    key_name_by_ear,
    _key_suspect,
    _key_object,
    _key_body,
    _key_kind,
    _key_thing,
    _key_number,
    _key_expelled,
    _key_arrested,
    _key_same_step,
    _key_described,
    _key_beside,
    _key_story,
    key_reports,
)
# Keys that hold where towns differ, or countries of which one is only inferred.
TELLING_KEYS = (key_person, _key_number, _key_described, _key_beside, _key_story, key_reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """A weak key. Age and nation together tell more than either."""

    reason: str
    points: int = 1
    is_thing: bool = False
    is_telling: bool = False  # few other incidents of that day have it


def _weak_description(pair: Pair) -> Weak | None:
    best = 0
    for x, y in product(pair.a.somebodies, pair.b.somebodies):
        same = [
            v is not None and v == w for v, w in ((x.age, y.age), (x.count, y.count), (x.nationality, y.nationality))
        ]
        if same[0] or same[1]:
            best = max(best, sum(same))
    return Weak(reason="people described alike", points=best) if best else None


def _weak_kind(pair: Pair) -> Weak | None:
    kinds = pair.a.object_kinds & pair.b.object_kinds
    return (
        Weak(reason=f"same kind of object: {', '.join(sorted(kinds))}", is_thing=True, is_telling=True)
        if kinds
        else None
    )


def _weak_means(pair: Pair) -> Weak | None:
    means = pair.a.means & pair.b.means
    return Weak(reason=f"same means: {', '.join(sorted(means))}") if means else None


def _weak_actor(pair: Pair) -> Weak | None:
    actors = pair.a.actors & pair.b.actors
    return Weak(reason=f"same actor alleged: {', '.join(sorted(actors))}", is_telling=True) if actors else None


def _weak_count(pair: Pair) -> Weak | None:
    both = {(n.what, n.lo) for n in pair.a.numbers} & {(n.what, n.lo) for n in pair.b.numbers}
    told = [(what, lo) for what, lo in both if lo]
    is_thing = any(lo > 1 and what not in _CASUALTIES for what, lo in told)
    return Weak(reason="same counts", is_thing=is_thing) if told else None


# One dead, two hurt: every town has that more than once.
_CASUALTIES = frozenset({"killed", "injured", "wounded", "dead", "shots"})


WEAK_KEYS: tuple[Callable[[Pair], Weak | None], ...] = (
    _weak_description,
    _weak_kind,
    _weak_means,
    _weak_actor,
    _weak_count,
)

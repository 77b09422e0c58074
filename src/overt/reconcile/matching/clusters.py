"""Groups accounts into incidents: Facts of all reports -> clusters, and pairs that only a reviewer may join (R3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from overt.reconcile.decided.binding import Binding
from overt.reconcile.matching.facts import Facts, kin_of
from overt.reconcile.matching.judge import Answer, Judgement, find_barrier, judge_pair, whole_points
from overt.reconcile.matching.names import fold, name_words, sound
from overt.reconcile.matching.neighbours import place_in_order
from overt.reconcile.matching.pair import Pair
from overt.reconcile.matching.weighing import limit

# Larger blocks say little (a capital, a frequent name); their members are compared with their neighbours in time only.
_MAX_BLOCK = 80
_MAX_LOOSE_BLOCK = 20
_LOOSE = ("town ", "near ", "day ", "beside ", "people ")
COPIED = "same words in copied text"
_ONE_STEP_DAYS = 62
_ROUNDS = 3  # act -> charge -> verdict: no chain of legal stages is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Clusters as sorted tuples of account ids, in order of their first; proposals as pairs with the reason.

    `joined`: pairs of one cluster for which only the other incidents of their case gave a key.
    """

    clusters: tuple[tuple[str, ...], ...]
    proposals: tuple[tuple[str, str, str], ...]
    joined: tuple[tuple[str, str, str], ...]


def judge_told(a: Facts, b: Facts, *, is_copied: bool, known: str | None = None) -> Judgement:
    """Judge two accounts; `is_copied`: their reports are near copies; `known`: a key that other incidents gave."""
    keys = (known,) if known else ()
    if is_copied and a.type == b.type and a.quotes & b.quotes:
        keys = (*keys, COPIED)
    return judge_pair(a, b, keys)


def group_judged(
    by_id: Mapping[str, Facts], judged: Mapping[tuple[str, str], Judgement], binding: Binding | None = None
) -> Grouping:
    """Cluster accounts of which the pairs are judged. What no merge and no step of a case connects never meets here.

    What people joined and divided (`binding`) comes first, and stands whatever the rules say.
    """
    binding = binding or Binding()
    judged = dict(judged)
    copied = {pair for pair, found in judged.items() if COPIED in found.reasons}
    cluster_of = _begin(by_id, binding)
    direct = dict(judged)
    for _ in range(_ROUNDS):
        for pair, known in _structural_keys(by_id, cluster_of).items():
            a, b = by_id[pair[0]], by_id[pair[1]]
            judged[pair] = judge_told(a, b, is_copied=pair in copied, known=known)
        merged = _agglomerate(by_id, judged, binding)
        if merged == cluster_of:
            break
        cluster_of = merged
    proposals = [
        (a, b, "; ".join(found.reasons))
        for (a, b), found in judged.items()
        if found.answer in {Answer.PROPOSE, Answer.MERGE}
        and cluster_of[a] != cluster_of[b]
        and by_id[a].report_id != by_id[b].report_id
        and not binding.forbids(cluster_of[a], cluster_of[b])
    ]
    joined = [
        (a, b, "; ".join(found.reasons))
        for (a, b), found in judged.items()
        if found.answer is Answer.MERGE and cluster_of[a] == cluster_of[b] and direct.get((a, b)) != found
    ]
    clusters = sorted({tuple(sorted(members)) for members in cluster_of.values()})
    return Grouping(clusters=tuple(clusters), proposals=tuple(sorted(proposals)), joined=tuple(sorted(joined)))


def _begin(by_id: Mapping[str, Facts], binding: Binding) -> dict[str, frozenset[str]]:
    """Return the clusters that people made; all else stands alone."""
    cluster_of = {key: frozenset({key}) for key in by_id}
    for together in binding.together:
        here = frozenset(key for key in together if key in by_id)
        cluster_of.update(dict.fromkeys(here, here))
    return cluster_of


def _agglomerate(
    by_id: Mapping[str, Facts], judged: Mapping[tuple[str, str], Judgement], binding: Binding
) -> dict[str, frozenset[str]]:
    cluster_of = _begin(by_id, binding)
    merges = [(pair, found.strength) for pair, found in judged.items() if found.answer is Answer.MERGE]
    for (a, b), _ in sorted(merges, key=lambda row: (-row[1], row[0])):
        one, other = cluster_of[a], cluster_of[b]
        if one == other or binding.forbids(one, other) or _is_apart(by_id, judged, one, other):
            continue
        both = one | other
        cluster_of.update(dict.fromkeys(both, both))
    return cluster_of


def _is_apart(
    by_id: Mapping[str, Facts],
    judged: Mapping[tuple[str, str], Judgement],
    one: frozenset[str],
    other: frozenset[str],
) -> bool:
    """Some pair across two groups must not be one incident, or more pairs of reports differ than agree."""
    pairs = [(x, y) for x in one for y in other]
    if any(find_barrier(by_id[x], by_id[y]) for x, y in pairs):
        return True
    points = [p for x, y in pairs for p in [_points(by_id[x], by_id[y], judged.get((min(x, y), max(x, y))))]]
    return len(points) > 1 and round(sum(points), 6) < limit("apart") * len(points)


def _points(a: Facts, b: Facts, judgement: Judgement | None) -> float:
    """What a pair tells of two groups: as much as any for one with a key of its own, else what its reports weigh."""
    if judgement and judgement.answer is Answer.MERGE and judgement.has_own_key:
        return _MOST
    return max(-_MOST, min(_MOST, whole_points(a, b) or 0.0))


_MOST = 6.0  # no pair outweighs many others


def _structural_keys(
    by_id: Mapping[str, Facts], cluster_of: Mapping[str, frozenset[str]]
) -> dict[tuple[str, str], str]:
    """Strong keys from the other clusters: stages of one act, and acts of one stage (the case of R2)."""
    steps, acts = _steps_and_acts(by_id, cluster_of)
    found: dict[tuple[str, str], str] = {}
    for (_, about), keys in sorted(steps.items(), key=lambda row: (row[0][0], sorted(row[0][1]))):
        if len({by_id[x].report_id for x in about}) > 1:
            pairs = combinations(sorted(set(keys)), 2)
            found |= {(a, b): "same stage of the same act" for a, b in pairs if _is_one_step(by_id[a], by_id[b])}
    for (_, step), keys in sorted(acts.items(), key=lambda row: (row[0][0], sorted(row[0][1]))):
        if len({by_id[x].report_id for x in step}) > 1:
            for pair in combinations(sorted(set(keys)), 2):
                found.setdefault(pair, "the act of one and the same case")
    return found


_Group = dict[tuple[str, frozenset[str]], list[str]]


def _steps_and_acts(by_id: Mapping[str, Facts], cluster_of: Mapping[str, frozenset[str]]) -> tuple[_Group, _Group]:
    """Legal steps by type and cluster of their act; acts by type and cluster of the step that names them alone."""
    steps: _Group = defaultdict(list)
    acts: _Group = defaultdict(list)
    of_report: dict[str, list[Facts]] = defaultdict(list)
    for fact in by_id.values():
        of_report[fact.report_id].append(fact)
    for key, fact in sorted(by_id.items()):
        for act in acts_of(fact, of_report[fact.report_id]):
            steps[fact.type, cluster_of[act]].append(key)
        known = [act for act in fact.stage_of if act in by_id]
        if len(known) == 1:
            acts[kin_of(by_id[known[0]].type), cluster_of[key]].append(known[0])
    return steps, acts


def acts_of(fact: Facts, told: Sequence[Facts]) -> list[str]:
    """The acts of its report that an account is a step of, as the report says or because they are its only ones."""
    ids = {other.id for other in told}
    return [act for act in fact.stage_of if act in ids] or _only_acts(fact, told)


def _only_acts(step: Facts, told: Sequence[Facts]) -> list[str]:
    """The acts that a legal step may be of, where its report tells no other of its type and does not say of which."""
    return [fact.id for fact in told if not fact.type.startswith("response.")] if step.is_legal and step.is_sole else []


def _is_one_step(a: Facts, b: Facts) -> bool:
    """Two arrests for one act are one if counts, times, country or names agree, or if neither report tells another.

    Counts that differ keep them apart (more people were held later), and so do suspects of different names (R1).
    """
    pair = Pair(a=a, b=b)
    if pair.has_counts_apart or pair.has_suspects_apart:
        return False
    if a.people & b.people or (a.is_sole and b.is_sole):
        return True
    if a.days and b.days:
        return max(a.days, b.days) <= _ONE_STEP_DAYS
    return pair.in_country


def block_order(fact: Facts) -> int:
    """Return the place of an account among those of one key: by its first day, then by its id alone."""
    return place_in_order(fact.lo or fact.hi, fact.id)


def reach_of(key: str) -> int:
    """Return how many neighbours in order an account is compared with under a key."""
    return _MAX_LOOSE_BLOCK if key.startswith(_LOOSE) else _MAX_BLOCK


def block_keys(fact: Facts) -> frozenset[str]:
    """Return the keys of which two accounts share one before they are compared."""
    family = fact.type.split(".")[0]
    group = "act" if family in {"violence", "sabotage", "coercion"} else family
    persons = {word for name in (*fact.persons, *fact.suspects) for word in name_words(name)[-2:]}
    keys = {f"person {sound(word)[:5]}" for word in persons}
    keys |= {f"object {word}" for word in fact.object_names} | {f"site {spot}" for spot in fact.spots}
    keys |= {f"body {word}" for body in fact.bodies for word in fold(body).split() if len(word) > 3}
    # A rounded position, in two grids, finds towns that lie near each other.
    keys |= {f"town {group} {city}" for city in fact.cities}
    keys |= {
        f"near {group} {round(s.lat * 4 + d)} {round(s.lon * 4 + d)}"
        for s in fact.sites
        if s.lat is not None and s.lon is not None
        for d in (0.0, 0.5)
    }
    keys |= {f"number {fact.type} {n.what} {n.lo}" for n in fact.numbers if n.lo is not None and n.lo == n.hi}
    keys |= {f"beside {group} {word}" for word in fact.beside | fact.story}
    keys |= _sketch_keys(fact)
    keys |= {f"day {fact.type} {fact.lo}" for days in [fact.days] if days and days <= 2}
    keys |= {f"people {fact.type} {c}" for c in fact.countries if fact.is_legal and fact.is_sole}
    keys |= {f"expelled {country}" for country in fact.countries if fact.type == "response.expulsion"}
    return frozenset(keys)


def _sketch_keys(fact: Facts) -> frozenset[str]:
    """Names, streets of a town, and the week's news of a town: where the first act of two reports may be one."""
    sketch = fact.sketch
    if sketch is None or not fact.is_lead:
        return frozenset()
    places = sketch.towns | sketch.regions | sketch.areas
    keys = {f"name {given[:1]} {family}" for given, family in sketch.names}
    keys |= {f"street {place} {street}" for place in places for street in sketch.streets | sketch.spots}
    if sketch.published:
        week = sketch.published[0].toordinal() // 7
        keys |= {f"news {place} {week + d}" for place in sketch.towns | sketch.areas for d in (0, 1)}
    return frozenset(keys)

"""Counts origins: witnesses of one proposition -> groups that depend on each other, how many are independent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from overt.reconcile.sources.independence import relate
from overt.reconcile.sources.said import Said
from overt.reconcile.sources.witness import Witness
from overt.types.incident import SourceRelation

# Of more reports than this each further one is compared with one report of each group: every pair would cost too much.
_MAX_COMPARED = 40
_MAX_BRUTE_FORCE = 14
_HANDED_ON = frozenset({"I1", "I2"})  # rules by which a text or a word goes from one report to the next
_NOTHING = Said()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Origin groups of the witnesses of one proposition. `independent` is I, `undetermined` U of §8.3."""

    groups: tuple[tuple[str, ...], ...]
    independent: int
    undetermined: int
    relations: tuple[SourceRelation, ...]


def weigh_witnesses(witnesses: Sequence[Witness], said: Said = _NOTHING) -> Standing:
    """Compare the witnesses and count origin groups. Undetermined unless a person (`said`) or a rule says otherwise."""
    ordered = sorted(witnesses, key=lambda w: w.report.id)
    relations = [_related(a, b, said) for a, b in combinations(ordered[:_MAX_COMPARED], 2)]
    if len(ordered) > _MAX_COMPARED:
        groups = _group([w.report.id for w in ordered[:_MAX_COMPARED]], relations)
        firsts = [w for w in ordered if w.report.id in {group[0] for group in groups}]
        relations += [one for late in ordered[_MAX_COMPARED:] for one in _relate_late(late, firsts, said)]
    groups = _group([w.report.id for w in ordered], relations)
    group_of = {report: group for group in groups for report in group}
    apart = {frozenset({group_of[r.report_a], group_of[r.report_b]}) for r in relations if r.relation == "independent"}
    ties: dict[str, dict[str, SourceRelation]] = {}
    for one in relations:
        if one.relation == "dependent" and one.rule in _HANDED_ON:
            ties.setdefault(one.report_a, {})[one.report_b] = one
            ties.setdefault(one.report_b, {})[one.report_a] = one
    independent = min(len(groups), max(1, _largest_independent(groups, apart)))
    return Standing(
        groups=groups,
        independent=independent,
        undetermined=len(groups) - independent,
        relations=tuple(_through(one, group_of, ties) for one in relations),
    )


def _related(a: Witness, b: Witness, said: Said) -> SourceRelation:
    return said.relation(a.report.id, b.report.id) or relate(a, b)


def _relate_late(late: Witness, firsts: list[Witness], said: Said) -> list[SourceRelation]:
    """Compare a witness with the first of each group until it depends on one; a new group's first joins the list."""
    found = []
    for first in firsts:
        found.append(_related(first, late, said))
        if found[-1].relation == "dependent":
            return found
    if len(firsts) < _MAX_COMPARED:
        firsts.append(late)
    return found


def _group(keys: Sequence[str], relations: Sequence[SourceRelation]) -> tuple[tuple[str, ...], ...]:
    """Return the connected components over "dependent", but never two reports in one that are shown independent.

    A round-up that cites two independent reports depends on both and makes neither depend on the other: it goes to the
    one that comes first by rule and id, so the order in which reports arrive changes nothing.
    """
    group_of = {key: frozenset({key}) for key in keys}
    apart = [(r.report_a, r.report_b) for r in relations if r.relation == "independent"]
    tied = sorted((r.rule, r.report_a, r.report_b) for r in relations if r.relation == "dependent")
    for _, a, b in tied:
        if a not in group_of or b not in group_of:
            continue
        both = group_of[a] | group_of[b]
        if group_of[a] != group_of[b] and not any(x in both and y in both for x, y in apart):
            group_of.update(dict.fromkeys(both, both))
    return tuple(sorted({tuple(sorted(group)) for group in group_of.values()}))


def _through(
    one: SourceRelation, group_of: Mapping[str, tuple[str, ...]], ties: Mapping[str, Mapping[str, SourceRelation]]
) -> SourceRelation:
    """Two reports of which nothing else is known depend on each other if the text or the word went through others.

    Neither a house nor a body nor a speaker hands on, nor does a report that cites both.
    """
    if one.relation != "undetermined" or group_of[one.report_a] != group_of[one.report_b]:
        return one
    chains, seen = [[one.report_a]], {one.report_a}
    while chains:
        chain = chains.pop(0)
        last = chain[-1]
        if last == one.report_b:
            said = f"through {', '.join(chain[1:-1])}, on which both depend"
            return replace(one, relation="dependent", rule="I2", evidence=said, proofs=())
        here = ties.get(last, {})
        nearer = [
            key
            for key in sorted(here.keys() - seen)
            if len(chain) < 2 or not _cites_both(last, here[chain[-2]], here[key])
        ]
        seen.update(nearer)
        chains += [[*chain, key] for key in nearer]
    return one


def _cites_both(middle: str, one: SourceRelation, other: SourceRelation) -> bool:
    """Say whether it is the one in the middle that cites, to either side."""
    return all(r.rule == "I2" and {proof.report_id for proof in r.proofs} == {middle} for r in (one, other))


def _largest_independent(groups: Sequence[tuple[str, ...]], apart: set[frozenset[tuple[str, ...]]]) -> int:
    involved = [group for group in groups if any(group in pair for pair in apart)]
    if len(involved) > _MAX_BRUTE_FORCE:
        chosen: list[tuple[str, ...]] = []
        for group in involved:
            if all(frozenset({group, other}) in apart for other in chosen):
                chosen.append(group)
        return len(chosen)
    for size in range(len(involved), 1, -1):
        for some in combinations(involved, size):
            if all(frozenset(pair) in apart for pair in combinations(some, 2)):
                return size
    return min(1, len(groups))

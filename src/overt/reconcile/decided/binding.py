"""What people said is one incident and what is not: decisions in, a `Binding` of today's accounts out (rule R8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from overt.reconcile.decided.marks import Finder
from overt.types.decision import Conflict, Decision, DecisionKind, Subject

Pair = tuple[str, str]  # two account ids, sorted
_OF_ONE = frozenset({DecisionKind.ACCEPT, DecisionKind.SET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Accounts that stay together whatever the rules say, pairs that never meet, and ids that go with some of them."""

    together: tuple[frozenset[str], ...] = ()
    apart: frozenset[Pair] = frozenset()
    ids: tuple[tuple[str, frozenset[str]], ...] = ()  # incident id, its accounts; the first that fits counts
    conflicts: tuple[Conflict, ...] = ()

    def neighbours(self, key: str) -> frozenset[str]:
        """Return the accounts that a decision binds to one, or keeps from it: they are looked at together."""
        found = {other for pair in self.apart if key in pair for other in pair}
        return frozenset(found.union(*(one for one in self.together if key in one)))

    def forbids(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Say whether a person said that accounts of one cluster are not the incident of the other."""
        return bool(self.apart) and any(pair_of(a, b) in self.apart for a, b in product(one, other))


def pair_of(a: str, b: str) -> Pair:
    """Return two account ids in the order in which pairs are kept."""
    return (a, b) if a < b else (b, a)


def bind_accounts(standing: Sequence[Decision], finder: Finder) -> Binding:
    """Return what the standing decisions bind.

    Where two decisions contradict each other about a pair of accounts, the later one holds; where that would break what
    another asks of a third account, it is told as a conflict.
    """
    asked: dict[Pair, tuple[int, bool]] = {}
    for decision in standing:
        for pair, is_one in _asked_by(decision, finder):
            asked[pair] = (decision.number, is_one)
    clusters = _Clusters()
    conflicts: dict[int, Conflict] = {}
    apart: set[Pair] = set()
    for pair, (number, is_one) in sorted(asked.items(), key=lambda row: (-row[1][0], row[0])):
        if is_one:
            if any(pair_of(a, b) in apart for a, b in product(clusters.of(pair[0]), clusters.of(pair[1]))):
                conflicts.setdefault(number, _contradicts(number))
            else:
                clusters.join(*pair)
        elif clusters.of(pair[0]) is clusters.of(pair[1]):
            conflicts.setdefault(number, _contradicts(number))
        else:
            apart.add(pair)
    return Binding(
        together=clusters.all(),
        apart=frozenset(apart),
        ids=tuple(_ids(standing, finder)),
        conflicts=tuple(conflicts[number] for number in sorted(conflicts)),
    )


def _asked_by(decision: Decision, finder: Finder) -> Iterable[tuple[Pair, bool]]:
    """Yield pairs of accounts with whether they are one incident."""
    subjects = [finder.accounts(subject.marks) for subject in decision.draft.subjects]
    if decision.draft.kind is DecisionKind.MERGE:
        yield from ((pair, True) for pair in combinations(sorted(frozenset().union(*subjects)), 2))
    elif decision.draft.kind is DecisionKind.APART:
        for one, other in combinations(subjects, 2):
            yield from ((pair_of(a, b), False) for a, b in product(sorted(one), sorted(other)) if a != b)
    elif decision.draft.kind is DecisionKind.SPLIT:
        whole, part = subjects
        yield from ((pair, True) for pair in combinations(sorted(part), 2))
        yield from ((pair_of(a, b), False) for a, b in product(sorted(part), sorted(whole - part)))
    elif decision.draft.kind in _OF_ONE and any(finder.is_kept(key) for key in subjects[0]):
        # What joined its parts may be lost with them: what was kept stays the one incident that she saw.
        yield from ((pair, True) for pair in combinations(sorted(subjects[0]), 2))


def _ids(standing: Sequence[Decision], finder: Finder) -> Iterable[tuple[str, frozenset[str]]]:
    """Yield which id belongs to which accounts, the latest decision first.

    A merge keeps the id of its first incident, a split that of the whole.
    """
    for decision in reversed(standing):
        subjects = decision.draft.subjects
        if decision.draft.kind is DecisionKind.MERGE:
            yield subjects[0].id, _all(subjects, finder)
        elif decision.draft.kind is DecisionKind.SPLIT:
            yield subjects[0].id, _all(subjects[:1], finder) - _all(subjects[1:], finder)


def _all(subjects: Sequence[Subject], finder: Finder) -> frozenset[str]:
    return frozenset().union(*(finder.accounts(subject.marks) for subject in subjects))


def _contradicts(number: int) -> Conflict:
    return Conflict(
        decision=number,
        what="a later decision about the same reports says the opposite, and holds",
        todo=f"Undo the one that is wrong: overt decide undo {number}",
    )


class _Clusters:
    """Sets of accounts that grow together."""

    def __init__(self) -> None:
        self._of: dict[str, frozenset[str]] = {}

    def of(self, key: str) -> frozenset[str]:
        """Return the set that an account is in."""
        return self._of.setdefault(key, frozenset({key}))

    def join(self, a: str, b: str) -> None:
        """Make two sets one."""
        both = self.of(a) | self.of(b)
        self._of.update(dict.fromkeys(both, both))

    def all(self) -> tuple[frozenset[str], ...]:
        """Return the sets of more than one, in order."""
        return tuple(sorted({one for one in self._of.values() if len(one) > 1}, key=sorted))


def ids_of(clusters: Sequence[Sequence[str]], binding: Binding) -> Mapping[int, str]:
    """Return the ids that decisions give to clusters of accounts, by their number."""
    found: dict[int, str] = {}
    of_account = {key: at for at, keys in enumerate(clusters) for key in keys}
    taken: set[str] = set()
    for incident_id, accounts in binding.ids:
        homes = {of_account[key] for key in accounts if key in of_account}
        at = next(iter(homes)) if len(homes) == 1 else None
        if at is not None and at not in found and incident_id not in taken:
            found[at] = incident_id
            taken.add(incident_id)
    return found

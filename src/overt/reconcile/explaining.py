"""Explains what was decided: two accounts -> rule by rule why they are one incident or not; two reports -> their ties.

Nothing is decided here: the same tests are asked again, and the ties that the ledger keeps are read.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

from overt.reconcile.growing.desk import Desk
from overt.reconcile.growing.memory import Memory
from overt.reconcile.matching.clusters import COPIED, judge_told
from overt.reconcile.matching.facts import Facts
from overt.reconcile.matching.judge import Answer, Judgement, Test, examine_pair, find_barrier
from overt.types.kept import CardKind, Tie, TieKind

_JOINING = (TieKind.MERGE, TieKind.CASE)
_BETWEEN = (TieKind.MERGE, TieKind.CASE, TieKind.PROPOSE, TieKind.REFUSED)
_REPORTS = (TieKind.NEAR, TieKind.QUOTE, TieKind.ORIGIN)
_MOST_PAIRS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExplained:
    """Two accounts: what each rule says of them, and what became of it."""

    a: Facts
    b: Facts
    incidents: tuple[str | None, str | None]
    answer: Answer
    tests: tuple[Test, ...]
    known: tuple[Tie, ...]  # what other incidents of the case, or copied text, spoke for
    chain: tuple[Tie, ...]  # how they came together, where they did
    obstacle: tuple[str, str, str] | None  # two accounts of the two incidents that must not be one, and why
    others: tuple[tuple[str, int], ...]  # what the rules say of all pairs of the two sides


def explain_accounts(memory: Memory, some: Collection[str], others: Collection[str]) -> PairExplained | None:
    """Explain the pair of the two sides that tells most: the best that speaks for one incident, else the first."""
    desk = Desk(memory)
    facts: dict[str, Facts] = desk.get(CardKind.FACTS, {*some, *others})
    pairs = [(x, y) for x, y in product(sorted(some), sorted(others)) if x in facts and y in facts and x != y]
    if not pairs:
        return None
    copied = {(tie.a, tie.b) for tie in desk.ties({fact.report_id for fact in facts.values()}, (TieKind.NEAR,))}
    judged = {(x, y): _judge(facts[x], facts[y], copied) for x, y in pairs[:_MOST_PAIRS]}
    order = (Answer.MERGE, Answer.PROPOSE, Answer.NOTHING, Answer.MUST_NOT)
    by_case = {(tie.a, tie.b) for tie in desk.ties(sorted(some), (TieKind.CASE, TieKind.REFUSED))}
    by_case |= {(b, a) for a, b in by_case}
    a, b = min(
        judged,
        key=lambda pair: (order.index(judged[pair].answer), pair not in by_case, -judged[pair].strength, pair),
    )
    seats = desk.seats_at((a, b))
    incidents = tuple(seats[key].incident_id if key in seats else None for key in (a, b))
    is_one = incidents[0] is not None and incidents[0] == incidents[1]
    ends = {(a, b), (b, a)}
    known = [tie for tie in desk.ties((a,), (TieKind.CASE, TieKind.REFUSED)) if (tie.a, tie.b) in ends]
    return PairExplained(
        a=facts[a],
        b=facts[b],
        incidents=(incidents[0], incidents[1]),
        answer=judged[a, b].answer,
        tests=(*_copy_test(facts[a], facts[b], copied), *examine_pair(facts[a], facts[b])),
        known=tuple(known),
        chain=find_chain(desk, a, b, _JOINING) if is_one else (),
        obstacle=None if is_one else _find_obstacle(desk, (a, b), incidents),
        others=tuple(Counter(found.answer.value for found in judged.values()).most_common()),
    )


def _judge(a: Facts, b: Facts, copied: Collection[tuple[str, str]]) -> Judgement:
    return judge_told(a, b, is_copied=bool(_copy_test(a, b, copied)))


def _copy_test(a: Facts, b: Facts, copied: Collection[tuple[str, str]]) -> tuple[Test, ...]:
    reports = (min(a.report_id, b.report_id), max(a.report_id, b.report_id))
    if reports not in copied or a.type != b.type or not a.quotes & b.quotes:
        return ()
    return (Test(rule="R2", asks="One text copies the other, and both tell it in the same words.", found=COPIED),)


def find_chain(desk: Desk, start: str, end: str, kinds: Collection[TieKind]) -> tuple[Tie, ...]:
    """Return the shortest way from one to the other by ties of these kinds; nothing if there is none."""
    came: dict[str, tuple[str, Tie] | None] = {start: None}
    ahead = [start]
    while ahead and end not in came:
        reached: dict[str, tuple[str, Tie]] = {}
        here = set(ahead)
        for tie in desk.ties(ahead, kinds):
            for one, other in ((tie.a, tie.b), (tie.b, tie.a)):
                if one in here and other not in came:
                    reached.setdefault(other, (one, tie))
        came.update(reached)
        ahead = sorted(reached)
    steps: list[Tie] = []
    at = came.get(end)
    while at is not None:
        steps.append(at[1])
        at = came[at[0]]
    return tuple(reversed(steps))


def _find_obstacle(desk: Desk, pair: tuple[str, str], incidents: Sequence[str | None]) -> tuple[str, str, str] | None:
    """Say which two accounts of the two incidents must not be one: joining the pair would join them, too."""
    ids = [key for key in incidents if key]
    found = desk.memory.incidents(ids)
    if len(found) < len(incidents):
        return None
    sides = [found[key].account_ids for key in ids]
    facts = desk.get(CardKind.FACTS, {key for side in sides for key in side})
    for x, y in list(product(*sides))[:_MOST_PAIRS]:
        barrier = find_barrier(facts[x], facts[y]) if (x, y) != pair and x in facts and y in facts else None
        if barrier:
            return x, y, barrier
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsExplained:
    """Two reports: what ties them as a whole, directly or through others."""

    direct: tuple[Tie, ...]
    chain: tuple[Tie, ...]
    is_same_text: bool


def explain_reports(memory: Memory, a: str, b: str) -> ReportsExplained:
    """Return what the ledger knows of two reports' dependence beside the propositions of incidents."""
    desk = Desk(memory)
    cards = desk.get(CardKind.REPORT, (a, b))
    direct = [tie for tie in desk.ties((a,), _REPORTS) if b in (tie.a, tie.b)]
    return ReportsExplained(
        direct=tuple(direct),
        chain=() if direct else find_chain(desk, a, b, _REPORTS),
        is_same_text=len({card.sha256_text for card in cards.values()}) == 1 < len(cards),
    )

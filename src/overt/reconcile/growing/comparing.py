"""Compares accounts that came with those that share a key: facts -> ties between accounts, and whom that touches."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from overt.reconcile.growing.copying import Moved
from overt.reconcile.growing.desk import Desk, changed_pairs
from overt.reconcile.growing.memory import ReportCard
from overt.reconcile.growing.words import lore_of
from overt.reconcile.links import links_of_report, threat_carried_out
from overt.reconcile.matching.clusters import acts_of, block_keys, block_order, judge_told, reach_of
from overt.reconcile.matching.facts import Facts, settle_facts
from overt.reconcile.matching.judge import Answer
from overt.types.kept import CardKind, Tie, TieKind

_KINDS = {Answer.MERGE: TieKind.MERGE, Answer.PROPOSE: TieKind.PROPOSE}
_OF_PAIRS = (TieKind.MERGE, TieKind.PROPOSE, TieKind.LINK)
_Pair = tuple[str, str]


def settle_accounts(
    desk: Desk, moved: Moved, read: Mapping[str, Facts], touched: Iterable[str], parted: Iterable[str]
) -> set[str]:
    """Put the facts of all accounts that came, or that read otherwise now, on the desk; return those to compare again.

    `read`: the accounts of the reports that came; `touched`: other reports of which some names mean something else now;
    `parted`: reports that are no near copies any more of others.
    """
    parted = set(parted)
    gone = {key for card in moved.gone for key in card.claims}
    for key, fact in desk.get(CardKind.FACTS, gone).items():
        _move(desk, fact, is_here=False)
        desk.put(CardKind.FACTS, key, None)
        desk.put(CardKind.READ, key, None)
    for key, fact in read.items():
        desk.put(CardKind.READ, key, fact)
    cards: dict[str, ReportCard] = desk.get(CardKind.REPORT, [*touched, *parted, *(card.id for card in moved.come)])
    told = {key for card in cards.values() if card.is_told for key in card.claims}
    lore = lore_of(desk, cards.values())
    before = desk.get(CardKind.FACTS, told)
    changed = set(gone)
    for key, fact in desk.get(CardKind.READ, told).items():
        settled = settle_facts(fact, lore)
        if settled != before.get(key) or settled.report_id in parted:
            if key in before:
                _move(desk, before[key], is_here=False)
            _move(desk, settled, is_here=True)
            desk.put(CardKind.FACTS, key, settled)
            changed.add(key)
    return changed


def _move(desk: Desk, fact: Facts, *, is_here: bool) -> None:
    row = (block_order(fact), fact.id)
    for key in block_keys(fact):
        (desk.stand if is_here else desk.leave)(f"account {key}", row)


def compare_accounts(desk: Desk, changed: set[str], near: frozenset[_Pair]) -> set[str]:
    """Judge all pairs that the change brought together or parted; return every account of which a tie changed."""
    touched = set(changed)
    old = {(tie.a, tie.b): tie for tie in desk.ties(sorted(changed), tuple(TieKind)) if tie.kind in _DROPPED}
    desk.ties({end for pair in old for end in pair}, ())  # read at once
    for tie in old.values():
        desk.untie(tie)
        touched |= {tie.a, tie.b}
    keys = desk.moved(("account ",))
    gained, lost = changed_pairs(desk, {key: reach_of(key.removeprefix("account ")) for key in keys})
    gained |= _pairs_of_copies(desk, changed, near)
    facts: dict[str, Facts] = desk.get(CardKind.FACTS, {i for pair in gained | lost for i in pair})
    copies = _copied_pairs(desk, {fact.report_id for fact in facts.values()})
    desk.ties(facts, _OF_PAIRS)  # read at once
    for pair in sorted(gained):
        touched |= _judge(desk, facts[pair[0]], facts[pair[1]], copies)
    for tie in desk.ties({i for pair in lost for i in pair}, _OF_PAIRS):
        if (tie.a, tie.b) in lost and not _is_candidate(desk, facts[tie.a], facts[tie.b], copies):
            desk.untie(tie)
            touched |= {tie.a, tie.b}
    _tie_in_report(desk, changed)
    return touched


_DROPPED = (TieKind.MERGE, TieKind.PROPOSE, TieKind.STEP, TieKind.LINK, TieKind.REFUSED, TieKind.CASE)


def _copied_pairs(desk: Desk, report_ids: set[str]) -> set[_Pair]:
    return {(tie.a, tie.b) for tie in desk.ties(sorted(report_ids), (TieKind.NEAR,))}


def _pairs_of_copies(desk: Desk, changed: set[str], near: frozenset[_Pair]) -> set[_Pair]:
    """Pairs of accounts across near copies, where the copies or the accounts are new."""
    facts = desk.get(CardKind.FACTS, changed)
    ties = _copied_pairs(desk, {fact.report_id for fact in facts.values()}) | near
    cards = desk.get(CardKind.REPORT, {end for pair in ties for end in pair})
    return {
        (min(x, y), max(x, y))
        for a, b in ties
        for x in cards[a].claims
        for y in cards[b].claims
        if (a, b) in near or x in changed or y in changed
    }


def _judge(desk: Desk, a: Facts, b: Facts, copies: set[_Pair]) -> set[str]:
    """Judge a pair anew; return its ends if its ties changed."""
    reports = (min(a.report_id, b.report_id), max(a.report_id, b.report_id))
    found = judge_told(a, b, is_copied=reports in copies)
    ties = []
    if found.answer in _KINDS:
        kind = _KINDS[found.answer]
        ties.append(Tie(kind=kind, a=a.id, b=b.id, reasons=found.reasons, strength=found.strength))
    link = threat_carried_out(a, b)
    if link is not None:
        ties.append(_link(link))
    is_own = a.report_id == b.report_id  # a report's own links stand beside, and are no matter of comparing
    old = [tie for tie in desk.ties_between(a.id, b.id, _OF_PAIRS) if tie.kind is not TieKind.LINK or not is_own]
    if old == ties:
        return set()
    for tie in old:
        desk.untie(tie)
    for tie in ties:
        desk.tie(tie)
    return {a.id, b.id}


def _is_candidate(desk: Desk, a: Facts, b: Facts, copies: set[_Pair]) -> bool:
    if (min(a.report_id, b.report_id), max(a.report_id, b.report_id)) in copies:
        return True
    rows = (block_order(a), a.id), (block_order(b), b.id)
    shared = sorted(block_keys(a) & block_keys(b))
    return any(desk.distance(f"account {key}", *rows) <= reach_of(key) for key in shared)


def _tie_in_report(desk: Desk, changed: set[str]) -> None:
    """Tie what one report itself tells together: acts with their steps of the law, acts of one suspect."""
    reports = {fact.report_id for fact in desk.get(CardKind.FACTS, changed).values()}
    cards = desk.get(CardKind.REPORT, reports)
    facts = desk.get(CardKind.FACTS, {key for card in cards.values() for key in card.claims})
    of_report: dict[str, list[Facts]] = defaultdict(list)
    for _, fact in sorted(facts.items()):
        of_report[fact.report_id].append(fact)
    for told in of_report.values():
        for fact in told:
            for act in acts_of(fact, told):
                desk.tie(Tie(kind=TieKind.STEP, a=fact.id, b=act, reasons=()))
        for link in links_of_report(told):
            desk.tie(_link(link))


def _link(link: tuple[str, str, str, str, int]) -> Tie:
    a, b, kind, reason, strength = link
    return Tie(kind=TieKind.LINK, a=a, b=b, reasons=(kind, reason), strength=strength)

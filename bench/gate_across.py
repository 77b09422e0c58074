"""Figures on what is found and on how reports and incidents belong together: gold and matches in, measures out."""

from itertools import combinations

from bench.gate_gold import Gold
from bench.gate_match import Matches
from bench.gate_measure import Measure, overlap, share
from bench.gate_view import ReportView

_LEGAL = frozenset({"legal_stage_of", "response_to"})


def measure_detection(gold: Gold, matches: Matches) -> Measure:
    """Judge which report tells of what."""
    wanted = {f"{key} tells {name}" for key, report in gold.reports.items() for name in report.tells}
    found = {f"{pair.report} tells {pair.incident}" for pair in matches.pairs if pair.is_told}
    extra = {f"{key} tells {row['type']} {row['id']}" for key, row in matches.spurious}
    return overlap("incidents in reports", wanted, found | extra)


def measure_out_of_scope(gold: Gold, matches: Matches) -> Measure:
    """Judge the reports that tell of nothing: no incident may come of them."""
    silent = [key for key, report in gold.reports.items() if not report.tells]
    loud = {key for key, _ in matches.spurious}
    return share("reports of nothing", ((key, key not in loud) for key in silent))


def measure_joins(gold: Gold, matches: Matches) -> Measure:
    """Judge each two tellings of different reports: the same incident or not."""
    told = [(key, name) for key, report in gold.reports.items() for name in report.tells]
    rows = {(pair.report, pair.incident): pair.row["id"] for pair in matches.pairs}
    wanted, said = set(), set()
    for a, b in combinations(sorted(told, key=lambda one: (one[1], one[0])), 2):
        label = f"{a[1]} in {a[0]} = {b[1]} in {b[0]}"
        if a[1] == b[1]:
            wanted.add(label)
        if a[0] != b[0] and a in rows and b in rows and rows[a] == rows[b]:
            said.add(label)
    return overlap("joins", wanted, said)


def measure_links(gold: Gold, matches: Matches) -> Measure:
    """Judge which arrest, charge or verdict is a step of which act."""
    names = {row["id"]: name for name, row in matches.main.items()}
    wanted = {f"{later} is a step of {of}" for later, of in gold.links}
    said = {
        f"{name} is a step of {names[link['incident']]}"
        for name, row in matches.main.items()
        for link in row["links"]
        if link["kind"] in _LEGAL and link["incident"] in names and row["type"].startswith("response.")
    }
    return overlap("legal steps", wanted, said)


def measure_dependence(gold: Gold, matches: Matches) -> Measure:
    """Judge the pairs of reports whose dependence is clear."""
    judged = []
    for (a, b), relation in gold.pairs.items():
        one, other = matches.view.reports.get(a), matches.view.reports.get(b)
        said = _relation(matches, one, other) if one and other else "unread"
        judged.append((f"{a} and {b}: {said}, not {relation}", said == relation))
    return share("dependence of reports", judged)


def _relation(matches: Matches, one: ReportView, other: ReportView) -> str:
    said = matches.view.relations.get(frozenset((one.id, other.id)))
    if said:
        return said
    group = one.row["origin_group"]
    is_copy = other.id == one.row["duplicate_of"] or one.id == other.row["duplicate_of"]
    return "dependent" if is_copy or (group and group == other.row["origin_group"]) else "not compared"

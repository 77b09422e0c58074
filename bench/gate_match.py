"""Finds which incident of overt is which of the gold: gold and view in, pairs out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bench.gate_gold import Gold, GoldIncident, GoldPerson
from bench.gate_view import ReportView, Row, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """In this report, overt's incident `row` is the gold's `incident`; `is_told`: it had to be found there."""

    report: str
    incident: str
    row: Row
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """All pairs, and for each gold incident that was found the row that most of its reports share."""

    view: View
    pairs: tuple[Pair, ...]
    main: Mapping[str, Row]
    spurious: tuple[tuple[str, Row], ...]  # (report, row) that is nothing of the gold there


def match_reports(gold: Gold, view: View) -> Matches:
    """Match report by report, the best fit first. The type must be acceptable; time, country and people decide."""
    pairs: list[Pair] = []
    spurious: list[tuple[str, Row]] = []
    for key, report in view.reports.items():
        rows = [row for row in view.incidents if report.id in row["sources"]["reports"]]
        found = _match_one(gold, report, rows) if key in gold.reports else []
        pairs += found
        taken = {pair.row["id"] for pair in found}
        spurious += [(key, row) for row in rows if row["id"] not in taken]
    return Matches(
        view=view, pairs=tuple(pairs), main=_main_rows(pair for pair in pairs if pair.is_told), spurious=tuple(spurious)
    )


def _match_one(gold: Gold, report: ReportView, rows: Iterable[Row]) -> list[Pair]:
    wanted = gold.reports[report.key]
    names = (*wanted.tells, *wanted.passing)
    scored = [
        (_fit(row, gold.incidents[name], is_told=name in wanted.tells), name, row) for name in names for row in rows
    ]
    pairs: list[Pair] = []
    for score, name, row in sorted(scored, key=lambda one: (-one[0], one[1], one[2]["id"])):
        is_free = all(pair.incident != name and pair.row["id"] != row["id"] for pair in pairs)
        if score > 0 and is_free:
            pairs.append(Pair(report=report.key, incident=name, row=row, is_told=name in wanted.tells))
    return pairs


def _fit(row: Row, incident: GoldIncident, *, is_told: bool) -> float:
    if row["type"] in incident.types:
        score = 10.0
    elif set(row["type_alternatives"]) & set(incident.types):
        score = 6.0
    else:
        return 0.0
    people = sum(any(is_person(one, known) for one in row["participants"]) for known in incident.people)
    return score + 2 * is_in_time(row, incident) + (row_countries(row) & incident.countries != set()) + people + is_told


def _main_rows(pairs: Iterable[Pair]) -> dict[str, Row]:
    counts: dict[str, Counter[str]] = {}
    rows: dict[str, Row] = {}
    for pair in pairs:
        counts.setdefault(pair.incident, Counter())[pair.row["id"]] += 1
        rows[pair.row["id"]] = pair.row
    best = {
        name: min(count, key=lambda key: (-count[key], -len(rows[key]["claims"]), key))
        for name, count in counts.items()
    }
    return {name: rows[key] for name, key in best.items()}


def is_in_time(row: Row, incident: GoldIncident) -> bool:
    """Say whether the row's days touch the gold's and are not vaguer than them by more than a month."""
    time = row["time"]
    if not time or not time["lo"] or not time["hi"]:
        return False
    lo, hi = date.fromisoformat(time["lo"]), date.fromisoformat(time["hi"])
    return lo <= incident.last and hi >= incident.first and (hi - lo).days <= (incident.last - incident.first).days + 31


def row_countries(row: Row) -> set[str]:
    """Return the countries in which the row says it happened."""
    return {place["country"] for place in row["places"] if place["role"] == "event_site" and place["country"]}


def is_person(participant: Row, known: GoldPerson) -> bool:
    """Say whether a participant is the gold's person, in an acceptable role."""
    return participant["role"] in known.roles and is_named(participant, known.names)


def is_named(participant: Row, names: Iterable[str]) -> bool:
    """Say whether the name or description contains one of the names."""
    said = " ".join(part for part in (participant.get("name"), participant.get("description")) if part).casefold()
    return any(name in said for name in names)
